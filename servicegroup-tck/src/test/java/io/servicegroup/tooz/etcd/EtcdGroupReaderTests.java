package io.servicegroup.tooz.etcd;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.GroupReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Readings at the cost of changes, compared with readings of the whole group. Another
 * client writes, as Python does.
 */
class EtcdGroupReaderTests extends EtcdFixture {

	private static final byte[] OTHER = HexFormat.of().parseHex("81a677656967687402");

	private final AtomicLong nanos = new AtomicLong();

	private final CountingRelay[] relay = new CountingRelay[1];

	private EtcdBackend backend;

	private EtcdClient client;

	private GroupReader reader;

	private Supplier<@Nullable EtcdChanges> watched = () -> null;

	@BeforeEach
	void connect() {
		this.relay[0] = opened(new CountingRelay(((EtcdServer) this.server).port()));
		this.client = opened(new EtcdClient(Coordinators.parse("etcd3+http://127.0.0.1:" + this.relay[0].port()),
				Duration.ofSeconds(5)));
		this.backend = opened(new EtcdBackend(Coordinators.parse(bareUrl()), "observer"));
		this.reader = newReader();
	}

	private GroupReader newReader() {
		return new EtcdGroupReader(this.client, this.group, () -> this.watched.get(), Clock.systemUTC(),
				this.nanos::get);
	}

	/** Opens a watch of the group for the reader, and returns how often it has called. */
	private AtomicInteger watch() {
		AtomicInteger calls = new AtomicInteger();
		EtcdWatch watch = opened(
				new EtcdWatch(this.client, EtcdKeys.group(this.group), Duration.ofMinutes(1), calls::incrementAndGet));
		watch.start();
		this.watched = watch::changes;
		await().atMost(Duration.ofSeconds(10)).until(() -> calls.get() > 0);
		return calls;
	}

	private void awaitNext(AtomicInteger calls, Runnable change) {
		int before = calls.get();
		change.run();
		await().atMost(Duration.ofSeconds(10)).until(() -> calls.get() > before);
	}

	private String key(String member) {
		return EtcdKeys.member(this.group, member);
	}

	private void delete(String key) {
		probe().call("kv/deleterange", Map.of("key", EtcdKeys.bytes(key)));
	}

	private static Map<String, String> texts(Map<String, StoredMember> members) {
		Map<String, String> texts = new TreeMap<>();
		members.forEach((id, member) -> texts.put(id, HexFormat.of().formatHex(member.capabilities())));
		return texts;
	}

	private void assertReads(StoredGroup reading) {
		StoredGroup whole = this.backend.read(this.group);
		assertThat(texts(reading.members())).isEqualTo(texts(whole.members()));
		assertThat(reading.annotations()).isEqualTo(whole.annotations());
	}

	/** Returns the round trips of one reading, and checks what it returned. */
	private int roundTripsOfRead() {
		int before = probe().calls();
		StoredGroup reading = this.reader.read();
		int trips = probe().calls() - before;
		assertReads(reading);
		return trips;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 1000 })
	void anIdleLookCostsOneRoundTripAndAConstantNumberOfBytes(int members) {
		this.server.addGroup(this.group, members);
		StoredGroup first = this.reader.read();
		assertThat(this.reader.read()).isSameAs(first);
		long before = this.relay[0].bytes();
		int calls = probe().calls();
		assertThat(this.reader.read()).isSameAs(first);
		assertThat(probe().calls() - calls).isEqualTo(1);
		assertThat(this.relay[0].bytes() - before).isLessThan(900);
	}

	@Test
	void aChangeCostsTwoRoundTripsAndTheChangedMember() {
		this.server.addGroup(this.group, 1000);
		StoredGroup first = this.reader.read();
		probe().overwrite(key("m7"), OTHER);
		long before = this.relay[0].bytes();
		int calls = probe().calls();
		StoredGroup second = this.reader.read();
		assertThat(probe().calls() - calls).isEqualTo(2);
		assertThat(this.relay[0].bytes() - before).isLessThan(3000);
		assertThat(second.members().get("m7").capabilities()).isEqualTo(OTHER);
		assertThat(second.members().get("m8")).isSameAs(first.members().get("m8"));
		probe().put(key("new"), OTHER, probe().grant(60));
		assertThat(roundTripsOfRead()).isEqualTo(2);
		assertThat(this.reader.read()).isSameAs(this.reader.read());
	}

	/** Without a watch, etcd looks at each key of the group. */
	@Test
	void aChangeThatAWatchHasNamedCostsTheChangedMember() {
		this.server.addGroup(this.group, 1000);
		AtomicInteger events = watch();
		StoredGroup first = this.reader.read();
		awaitNext(events, () -> probe().overwrite(key("m7"), OTHER));
		long before = this.relay[0].bytes();
		int calls = probe().calls();
		StoredGroup second = this.reader.read();
		assertThat(probe().calls() - calls).isOne();
		assertThat(this.relay[0].bytes() - before).isLessThan(1500);
		assertThat(VersionedMap.changes(first.members(), second.members())).containsExactly("m7");
		assertThat(second.members().get("m7").capabilities()).isEqualTo(OTHER);
		awaitNext(events, () -> delete(key("m500")));
		assertThat(roundTripsOfRead()).isOne();
	}

	@Test
	void changesElsewhereDoNotHideAnyThatAWatchHasNotNamed() {
		this.server.addGroup(this.group, 100);
		AtomicInteger events = watch();
		this.reader.read();
		probe().put("elsewhere", OTHER, 0);
		awaitNext(events, () -> probe().put(key("m7"), OTHER, probe().grant(60)));
		assertThat(roundTripsOfRead()).as("a change elsewhere before").isOne();
		awaitNext(events, () -> probe().put(key("m8"), OTHER, probe().grant(60)));
		probe().put("elsewhere", OTHER, 0);
		assertThat(roundTripsOfRead()).as("a change elsewhere after").isEqualTo(2);
	}

	@Test
	void aDeletionInALargeGroupIsFoundByCounts() {
		this.server.addGroup(this.group, 1000);
		this.reader.read();
		delete(key("m500"));
		delete(key("m7"));
		probe().put(key("m7"), OTHER, probe().grant(60));
		probe().put(key("n"), OTHER, probe().grant(60));
		long before = this.relay[0].bytes();
		assertThat(roundTripsOfRead()).isEqualTo(4);
		assertThat(this.relay[0].bytes() - before).isLessThan(40_000);
		delete(key("m501"));
		probe().put(key("m5010"), OTHER, probe().grant(60));
		assertThat(roundTripsOfRead()).isLessThanOrEqualTo(5);
	}

	@Test
	void aDeletionInASmallGroupTakesThreeRoundTrips() {
		this.server.addGroup(this.group, 3);
		this.reader.read();
		delete(key("m2"));
		assertThat(roundTripsOfRead()).isEqualTo(3);
	}

	@Test
	void changesElsewhereInTheStoreReturnTheSameObject() {
		this.server.addGroup(this.group, 3);
		StoredGroup first = this.reader.read();
		this.server.addGroup(this.group + "-b", 1);
		assertThat(this.reader.read()).isSameAs(first);
		probe().overwrite(key("m1"), StoreServer.WEIGHT_1);
		assertThat(this.reader.read()).isSameAs(first);
	}

	@Test
	void annotationsAreRead() {
		this.server.addGroup(this.group, 3);
		this.reader.read();
		this.backend.annotations().write(this.group, "k", "v");
		assertThat(this.reader.read().annotations()).containsEntry("k", "v");
		StoredGroup last = this.reader.read();
		delete(EtcdKeys.switches(this.group));
		probe().overwrite(key("m0"), OTHER);
		assertThat(this.reader.read().annotations()).isEmpty();
		assertThat(last.members().get("m1")).isSameAs(this.reader.read().members().get("m1"));
	}

	/**
	 * A revision that repeats, also in a member's key, must not hide that a store has
	 * lost its data.
	 */
	@Test
	void aWipedServerAtTheSameRevisionIsNoticed() {
		this.server.stop();
		this.server.start();
		for (int round = 0; round < 2; round++) {
			probe().put(EtcdKeys.group(this.group), EtcdKeys.bytes("g"), 0);
			for (int i = 0; i < 3; i++) {
				probe().put(key("m" + ((i == 0) ? 0 : i + 2 * round)), StoreServer.WEIGHT_1, probe().grant(60));
			}
			assertReads(withRetry());
			if (round == 0) {
				this.server.stop();
				this.server.start();
			}
		}
		assertThat(this.reader.read().members()).containsOnlyKeys("m0", "m3", "m4");
	}

	private StoredGroup withRetry() {
		StoredGroup[] reading = new StoredGroup[1];
		withinDespiteFaults(BOUND).until(() -> (reading[0] = this.reader.read()) != null);
		return reading[0];
	}

	@Test
	void allKeysAreListedNowAndThen() {
		this.server.addGroup(this.group, 40);
		StoredGroup first = this.reader.read();
		long before = this.relay[0].bytes();
		this.nanos.addAndGet(Duration.ofSeconds(11).toNanos());
		assertThat(this.reader.read()).isSameAs(first);
		assertThat(this.relay[0].bytes() - before).isGreaterThan(1000);
		before = this.relay[0].bytes();
		assertThat(this.reader.read()).isSameAs(first);
		assertThat(this.relay[0].bytes() - before).isLessThan(900);
	}

	@Test
	void aFailedReaderCanBeUsedAgain() {
		this.server.addGroup(this.group, 2);
		StoredGroup first = this.reader.read();
		this.server.stop();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(this.reader::read);
		this.server.restart();
		StoredGroup again = withRetry();
		assertReads(again);
		assertThat(again).isEqualTo(first);
		assertThat(this.reader.read()).isSameAs(again);
	}

	@Test
	void aGroupWithoutItsOwnKeyHasNoMembers() {
		this.server.addGroup(this.group, 2);
		this.reader.read();
		delete(EtcdKeys.group(this.group));
		assertReads(this.reader.read());
		assertThat(this.reader.read().members()).isEmpty();
		probe().put(EtcdKeys.group(this.group), EtcdKeys.bytes("g"), 0);
		assertThat(this.reader.read().members()).hasSize(2);
	}

	@Tag("long")
	@ParameterizedTest
	@ValueSource(longs = { 3, 4, 5, 6 })
	void randomChangesAreReadAsInAReadingOfTheWholeGroupWithFurtherSeeds(long seed) {
		randomChangesAreReadAsInAReadingOfTheWholeGroup(seed);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void randomChangesAreReadAsInAReadingOfTheWholeGroup(long seed) {
		Random random = new Random(seed);
		this.server.addGroup(this.group, random.nextBoolean() ? 3 : 200);
		if (seed % 2 == 0) {
			watch();
		}
		List<Long> leases = new ArrayList<>();
		for (int step = 0; step < 150; step++) {
			for (int i = random.nextInt(4); i > 0; i--) {
				change(random, leases);
			}
			if (random.nextInt(10) == 0) {
				this.nanos.addAndGet(Duration.ofSeconds(60).toNanos());
			}
			assertReads(withRetry());
		}
	}

	private void change(Random random, List<Long> leases) {
		int number = random.nextInt(12);
		String member = key("m" + number);
		int kind = random.nextInt(100);
		if (leases.size() < 3) {
			leases.add(probe().grant(60));
		}
		long lease = leases.get(random.nextInt(leases.size()));
		byte[] value = random.nextBoolean() ? OTHER : StoreServer.WEIGHT_1;
		if (kind < 40) {
			probe().put(member, value, (kind < 5) ? 0 : lease);
		}
		else if (kind < 60) {
			delete(member);
		}
		else if (kind < 75) {
			delete(member);
			probe().put((kind < 70) ? member : key("x" + number), value, lease);
		}
		else if (kind < 82) {
			leases.remove(lease);
			probe().revoke(lease);
		}
		else if (kind < 87) {
			this.backend.annotations().write(this.group, "k" + number, (kind < 85) ? "v" : null);
		}
		else if (kind < 89) {
			byte[] raw = (key("") + (char) (0x80 + number)).getBytes(StandardCharsets.ISO_8859_1);
			probe().call("kv/put", Map.of("key", raw, "value", value, "lease", lease));
		}
		else if (kind < 94) {
			this.server.addGroup(this.group + "-b", 1);
		}
		else if (kind < 96) {
			probe().call("kv/deleterange",
					Map.of("key", EtcdKeys.bytes(key("")), "range_end", EtcdKeys.prefixEnd(key(""))));
		}
		else if (kind < 98) {
			this.server.addGroup(this.group, 5);
		}
		else if (kind < 99) {
			compact();
		}
		else {
			leases.clear();
			this.server.stop();
			this.server.start();
			this.server.addGroup(this.group, random.nextInt(5));
		}
	}

	private void compact() {
		long revision = probe().call("kv/range", Map.of("key", EtcdKeys.bytes("any"))).at("/header/revision").asLong();
		if (revision > this.compacted) {
			probe().call("kv/compaction", Map.of("revision", revision));
		}
		this.compacted = revision;
	}

	private long compacted;

}
