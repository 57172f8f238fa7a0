package io.servicegroup.tooz.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.servicegroup.tooz.AccessDeniedException;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.spi.GroupReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The rights that docs/redis.md lists are sufficient, and each of them is necessary.
 */
class RedisAccessListTests extends RedisFixture {

	private static List<String> documented() {
		try (Stream<String> lines = Files.lines(Path.of("../docs/redis.md"))) {
			String command = lines.filter((line) -> line.contains("ACL SETUSER svc on >password"))
				.findFirst()
				.orElseThrow();
			return Arrays.stream(command.strip().split(" ")).map((word) -> word.replace("\"", "")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Without UNSUBSCRIBE nothing fails: messages arrive that have no listener. PING is
	 * for servers without HELLO.
	 */
	static List<String> commands() {
		return documented().stream()
			.filter((word) -> word.startsWith("+") && !List.of("+unsubscribe", "+ping").contains(word))
			.map((word) -> word.substring(1))
			.toList();
	}

	@BeforeEach
	void createUser() {
		assertThat(this.probe.text(documented().toArray())).isEqualTo("OK");
		// So that the scripts are loaded with EVAL first, not only run with EVALSHA.
		this.probe.command("SCRIPT", "FLUSH");
		this.probe.command("ACL", "LOG", "RESET");
	}

	private Coordinator user(String member) {
		return started(this.server.url("timeout=20").replace("//", "//svc:password@"), member);
	}

	@Test
	void theDocumentedRightsAreSufficient() {
		doEverything();
		assertThat(this.probe.command("ACL", "LOG")).isEqualTo(List.of());
	}

	@ParameterizedTest
	@MethodSource("commands")
	void eachDocumentedCommandIsNecessary(String command) {
		this.probe.command("ACL", "SETUSER", "svc", "-" + command);
		if (command.startsWith("z") || List.of("publish", "hget", "pexpire", "pttl").contains(command)) {
			// Run by pcall: without them, a push is lost, each heartbeat joins again,
			// nothing is renewed while the server is full, a member in Python is not
			// noticed whose id lives in another group, or groups are read whole.
			doEverything();
			assertThat(this.probe.command("ACL", "LOG")).isNotEqualTo(List.of());
		}
		else {
			assertThatExceptionOfType(CoordinationException.class).isThrownBy(this::doEverything)
				.withMessageContainingAll("refused the request", "ACL SETUSER");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "resetkeys ~_tooz_*", "resetkeys ~b'_tooz'_*", "resetchannels" })
	void eachDocumentedKeyPatternAndTheChannelsAreNecessary(String rules) {
		this.probe.command(Stream.concat(Stream.of("ACL", "SETUSER", "svc"), Stream.of(rules.split(" "))).toArray());
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(this::doEverything)
			.withMessageContainingAll("refused the request", "ACL SETUSER");
	}

	/** Redis refuses a script as a whole if one of its keys is forbidden. */
	@Test
	void aForbiddenGroupDoesNotAffectTheOthers() {
		Coordinator one = user("one");
		List<String> groups = List.of("a", "closed", "z", "left");
		groups.forEach((group) -> one.joinGroupCreate(group, null));
		permit("a", "z");
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> one.leaveGroup("left"));
		permit("a", "z", "left");
		expireSoon("one");
		this.probe.command("HDEL", "_tooz_group:z", "one");
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(one::heartbeat)
			.withMessageContaining("ACL SETUSER");
		assertThat((Long) this.probe.command("PTTL", "_tooz_beats:one")).isGreaterThan(10_000);
		assertThat(one.getMembers("a")).containsExactly("one");
		assertThat(one.getMembers("z")).containsExactly("one");
		assertThat(one.getMembers("left")).isEmpty();
		permit("a", "closed", "z", "left");
		one.heartbeat();
		permit();
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(one::heartbeat);
	}

	private void permit(String... groups) {
		Stream<String> keys = Stream.of("_tooz_groups", "_tooz_beats:*", "_tooz_holder:*", "_tooz_held:*",
				"_tooz_probe", "_tooz_switches:*");
		this.probe.command(
				Stream
					.of(Stream.of("ACL", "SETUSER", "svc", "resetkeys"), keys.map((key) -> "~" + key),
							Stream.of(groups).map((group) -> "~_tooz_group:" + group))
					.flatMap((words) -> words)
					.toArray());
	}

	private void doEverything() {
		Coordinator one = user("one");
		one.createGroup("g");
		assertThat(one.getGroups()).containsExactly("g");
		one.watch("g", () -> {
		});
		one.joinGroup("g", Map.of("v", 1L));
		one.updateCapabilities("g", Map.of("v", 2L));
		one.heartbeat();
		readAgain();
		this.probe.command("HSET", "_tooz_group:g", "dead", new byte[] { (byte) 0xc0 });
		assertThat(one.getMemberCapabilities("g", "one")).isEqualTo(Map.of("v", 2L));
		one.setAnnotation("g", "disabled/one", "why");
		assertThat(one.getAnnotations("g")).isEqualTo(Map.of("disabled/one", "why"));
		lock(one);
		lead(one);
		one.leaveGroup("g");
		one.deleteGroup("g");
		one.stop();
	}

	private void readAgain() {
		try (RedisBackend observer = new RedisBackend(
				Coordinators.parse(this.server.url("timeout=20").replace("//", "//svc:password@")), "observer")) {
			GroupReader reader = observer.reader("g");
			assertThat(reader.read().members()).containsOnlyKeys("one");
			assertThat(reader.read().members()).containsOnlyKeys("one");
		}
	}

	private static void lock(Coordinator one) {
		DistributedLock lock = one.getLock("name");
		assertThat(lock.acquire(false)).isTrue();
		one.heartbeat();
		assertThat(lock.isStillOwner()).isTrue();
		assertThat(lock.release()).isTrue();
		assertThat(lock.acquire(false)).isTrue();
		assertThat(lock.breakLock()).isTrue();
	}

	private static void lead(Coordinator one) {
		one.watchElectedAsLeader("g", (elected) -> {
		});
		one.runElectCoordinator();
		assertThat(one.getLeader("g")).isPresent();
		assertThat(one.standDownGroupLeader("g")).isTrue();
	}

}
