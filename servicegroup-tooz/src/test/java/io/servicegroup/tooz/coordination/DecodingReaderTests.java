package io.servicegroup.tooz.coordination;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.coordination.ManagedCoordinator.GroupReading;
import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.GroupReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a reading costs, with the reader of {@code memory} and with the default one, which
 * makes new objects for all members.
 */
class DecodingReaderTests {

	private static final String URL = "memory://decoding?timeout=60";

	private final MemoryStore store = MemoryStore.named("decoding");

	private final AbsenceCheck absences = new AbsenceCheck();

	private final List<String> calls = new ArrayList<>();

	private int decodings;

	private boolean refusesWrites;

	private Runnable duringRead = () -> {
	};

	@BeforeEach
	void join() {
		member("a").createGroup("group");
		join("a", 1);
		join("b", 1);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	private static Backend member(String id) {
		return Coordinators.backendType(Coordinators.parse(URL)).create(Coordinators.parse(URL), id);
	}

	private static Backend join(String id, int version) {
		Backend member = member(id);
		member.join("group", Capabilities.encode(Map.of("version", version)));
		return member;
	}

	/** Returns a backend of the store whose reader is the store's or the default one. */
	private Backend backend(boolean whole) {
		Backend memory = member("observer");
		return (Backend) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Backend.class },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "requireWritable" -> requireWritable();
					case "reader" ->
						whole ? intercepted(() -> memory.read("group")) : intercepted(memory.reader("group"));
					default -> invoke(() -> method.invoke(memory, arguments));
				});
	}

	private static @Nullable Object invoke(Callable<@Nullable Object> call) throws Throwable {
		try {
			return call.call();
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private @Nullable Object requireWritable() {
		this.calls.add("requireWritable");
		if (this.refusesWrites) {
			throw new StoreUnavailableException("Writes are refused on purpose", null);
		}
		return null;
	}

	private GroupReader intercepted(GroupReader reader) {
		this.calls.add("open");
		return new GroupReader() {

			@Override
			public StoredGroup read() {
				DecodingReaderTests.this.duringRead.run();
				return reader.read();
			}

			@Override
			public void close() {
				DecodingReaderTests.this.calls.add("close");
				reader.close();
			}

		};
	}

	private DecodingReader reader(boolean whole, boolean timed) {
		Backend backend = backend(whole);
		return reader(() -> backend, timed);
	}

	private DecodingReader reader(Supplier<Backend> backends, boolean timed) {
		Function<byte[], @Nullable Object> counting = (bytes) -> {
			this.decodings++;
			return Capabilities.decode(bytes);
		};
		return new DecodingReader("group", (group) -> backends.get(), this.absences,
				new MemberDecoder(timed, counting));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anUnchangedGroupIsTheSameObjectAndIsNotDecoded(boolean whole) {
		DecodingReader reader = reader(whole, true);
		GroupReading first = reader.read();
		assertThat(this.decodings).isEqualTo(2);
		for (int i = 0; i < 100; i++) {
			assertThat(reader.read()).isSameAs(first);
		}
		assertThat(this.decodings).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void onlyAMemberThatChangesIsDecoded(boolean whole) {
		DecodingReader reader = reader(whole, true);
		GroupReading first = reader.read();
		Backend changed = join("c", 1);
		changed.join("group", Capabilities.encode(Map.of("version", 2)));
		GroupReading second = reader.read();
		assertThat(this.decodings).isEqualTo(3);
		assertThat(second.members()).containsOnlyKeys("a", "b", "c");
		assertThat(second.members().get("a")).isSameAs(first.members().get("a"));
		changed.join("group", Capabilities.encode(Map.of("version", 3)));
		GroupReading third = reader.read();
		assertThat(third.members().get("c").capabilities()).isEqualTo(Map.of("version", 3L));
		assertThat(VersionedMap.changes(second.members(), third.members())).containsExactly("c");
		assertThat(this.decodings).isEqualTo(4);
		changed.leave("group");
		assertThat(reader.read().members()).isEqualTo(first.members());
		assertThat(this.decodings).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aHeartbeatChangesTheTimeWithoutDecoding(boolean whole) {
		Backend c = join("c", 1);
		DecodingReader reader = reader(whole, true);
		MemberInfo first = reader.read().members().get("c");
		this.store.advance(Duration.ofSeconds(1));
		c.beat(Map.of("group", Capabilities.encode(Map.of("version", 1))));
		MemberInfo second = reader.read().members().get("c");
		assertThat(second.updatedAt()).isAfterOrEqualTo(first.updatedAt().plusSeconds(1));
		assertThat(second.capabilities()).isSameAs(first.capabilities());
		assertThat(this.decodings).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aTimeThatIsOnlyThatOfTheReadIsNoChange(boolean whole) {
		Backend c = join("c", 1);
		DecodingReader reader = reader(whole, false);
		GroupReading first = reader.read();
		c.beat(Map.of("group", Capabilities.encode(Map.of("version", 1))));
		assertThat(reader.read()).isSameAs(first);
		assertThat(this.decodings).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void annotationsAreRead(boolean whole) {
		DecodingReader reader = reader(whole, true);
		GroupReading first = reader.read();
		member("operator").annotations().write("group", "key", "text");
		GroupReading second = reader.read();
		assertThat(second.annotations()).containsEntry("key", "text");
		assertThat(second.members()).isSameAs(first.members());
		assertThat(reader.read()).isSameAs(second);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aReadingThatWasRefusedIsCheckedAgain(boolean whole) {
		DecodingReader reader = reader(whole, true);
		GroupReading first = reader.read();
		this.refusesWrites = true;
		this.store.expire("b");
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(reader::read);
		}
		assertThat(this.calls).containsExactly("open", "requireWritable", "requireWritable", "requireWritable");
		join("b", 1);
		assertThat(reader.read().members()).containsOnlyKeys("a", "b");
		assertThat(first.members()).containsOnlyKeys("a", "b");
		this.store.expire("b");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(reader::read);
		this.refusesWrites = false;
		assertThat(reader.read().members()).containsOnlyKeys("a");
		int checks = this.calls.size();
		reader.read();
		assertThat(this.calls).hasSize(checks);
	}

	@Test
	void aMemberThatAnotherReadingHadIsNotBelievedAbsent() {
		DecodingReader reader = reader(false, true);
		reader.read();
		Backend backend = backend(true);
		Backend c = join("c", 1);
		this.absences.check("group", backend.memberIds("group"), backend);
		c.leave("group");
		this.refusesWrites = true;
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(reader::read);
		this.refusesWrites = false;
		assertThat(reader.read().members()).containsOnlyKeys("a", "b");
	}

	@Test
	void unreadableCapabilitiesAreDecodedOnce() {
		member("c").join("group", new byte[] { (byte) 0xc1 });
		DecodingReader reader = reader(true, true);
		GroupReading first = reader.read();
		assertThat(first.members().get("c").capabilitiesProblem()).isNotEmpty();
		assertThat(reader.read()).isSameAs(first);
		assertThat(this.decodings).isEqualTo(3);
	}

	@Test
	void aNewBackendHasANewReader() {
		List<Backend> backends = new ArrayList<>(List.of(backend(false), backend(true)));
		DecodingReader reader = reader(() -> backends.get(0), true);
		GroupReading first = reader.read();
		backends.remove(0);
		assertThat(reader.read()).isSameAs(first);
		assertThat(this.calls).containsExactly("open", "close", "open");
		assertThat(this.decodings).isEqualTo(2);
	}

	@Test
	void theCoordinatorReadsAgainAfterAStop() {
		try (ManagedCoordinator coordinator = Coordinators.get(Coordinators.parse(URL), "observer")) {
			ManagedCoordinator.Reader reader = coordinator.reader("group");
			assertThat(reader.read().members()).containsOnlyKeys("a", "b");
			coordinator.stop();
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(reader::read);
			coordinator.start();
			join("c", 1);
			assertThat(reader.read().members()).containsOnlyKeys("a", "b", "c");
			assertThat(coordinator.reader("none").read()).isEqualTo(new GroupReading(Map.of(), Map.of()));
		}
	}

	@Test
	void aCloseDuringAReadClosesTheReaderAtItsEnd() throws Exception {
		DecodingReader reader = reader(false, true);
		this.duringRead = () -> {
			Thread closer = new Thread(reader::close);
			closer.start();
			join(closer);
			assertThat(this.calls).containsExactly("open");
		};
		assertThat(reader.read().members()).hasSize(2);
		assertThat(this.calls).containsExactly("open", "close");
		this.duringRead = () -> {
		};
		assertThat(reader.read().members()).hasSize(2);
		assertThat(this.calls).as("a late read leaves nothing open").containsExactly("open", "close", "open", "close");
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
