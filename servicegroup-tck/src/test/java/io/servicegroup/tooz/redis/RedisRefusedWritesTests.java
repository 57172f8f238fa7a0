package io.servicegroup.tooz.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that answers readings but refuses writes: no member is believed to have left.
 */
class RedisRefusedWritesTests extends StoreFixture {

	private static final byte[] NIL = { (byte) 0xc0 };

	private static final String ONE_BEAT = "1500";

	private Coordinator observer;

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	private Object redis(Object... command) {
		return ((RedisServer) this.server).probe().command(command);
	}

	private void pythonBeats(String ttl) {
		redis("SET", "_tooz_beats:python", "Not dead!", "PX", ttl);
	}

	@BeforeEach
	void joinAPythonMember() {
		this.observer = coordinator("observer");
		this.observer.createGroup(this.group);
		redis("HSET", "_tooz_group:" + this.group, "python", NIL);
		pythonBeats(ONE_BEAT);
	}

	@AfterEach
	void acceptWrites() {
		List.of(Refusal.values()).forEach((refusal) -> refusal.end(this));
	}

	@Test
	void aFullServerKeepsMembersLocksAndLeaders() {
		Coordinator one = joined("one", null);
		DistributedLock lock = one.getLock("lock");
		assertThat(lock.acquire(false)).isTrue();
		one.watchElectedAsLeader(this.group, (elected) -> {
		});
		one.runElectCoordinator();
		Refusal.FULL.begin(this);
		within(timeout().multipliedBy(3)).during(timeout().plusSeconds(1)).untilAsserted(() -> {
			one.heartbeat();
			assertThat(redis("EXISTS", "_tooz_beats:one", "_tooz_holder:one")).isEqualTo(2L);
			assertThat(lock.isStillOwner()).isTrue();
			assertThat(one.isLeader(this.group)).isTrue();
			assertThat(this.observer.getLeader(this.group).orElseThrow().memberId()).isEqualTo("one");
		});
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> one.updateCapabilities(this.group, Map.of("v", 2L)))
			.withMessageContainingAll("OOM", "maxmemory");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> one.createGroup("another"))
			.withMessageContaining("OOM");
		one.setAnnotation(this.group, "disabled/one", "its disk fails");
		assertThat(this.observer.getAnnotations(this.group)).containsEntry("disabled/one", "its disk fails");
		assertThat(lock.release()).isTrue();
	}

	@Test
	void aFullServerGrantsNoLockAndElectsNoLeader() {
		Coordinator one = joined("one", null);
		Coordinator two = coordinator("two");
		List.of(one, two).forEach((candidate) -> candidate.watchElectedAsLeader(this.group, (elected) -> {
		}));
		one.runElectCoordinator();
		DistributedLock held = one.getLock("held");
		held.acquire();
		Refusal.FULL.begin(this);
		CompletableFuture<Boolean> waiting = async(() -> two.getLock("held").acquire(LONG));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(two.getLock("free")::acquire)
			.withMessageContaining("OOM");
		assertThat(one.standDownGroupLeader(this.group)).isTrue();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(two::runElectCoordinator)
			.withMessageContaining("OOM");
		assertThat(two.getLeader(this.group)).isEmpty();
		assertThat(waiting).isNotDone();
		assertThat(held.release()).isTrue();
		within(Duration.ofSeconds(5)).during(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
		Refusal.FULL.end(this);
		assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
		two.runElectCoordinator();
		assertThat(two.isLeader(this.group)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void nobodyLeavesWhileWritesAreRefused(Refusal refusal) {
		assertThat(this.observer.getMembers(this.group)).containsExactly("python");
		refusal.begin(this);
		assertRefusedOnceItIsMissing();
		assertThat(redis("HEXISTS", "_tooz_group:" + this.group, "python")).isEqualTo(1L);
		refusal.end(this);
		// Until the member's next heartbeat.
		redis("DEL", "_tooz_beats:python");
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.observer.getMembers(this.group));
		pythonBeats("60000");
		within(Duration.ofSeconds(5)).ignoreExceptionsInstanceOf(StoreUnavailableException.class)
			.until(() -> this.observer.getMembers(this.group).contains("python"));
	}

	private void assertRefusedOnceItIsMissing() {
		within(timeout()).until(() -> {
			try {
				assertThat(this.observer.getMembers(this.group)).containsExactly("python");
				return false;
			}
			catch (StoreUnavailableException ex) {
				return true;
			}
		});
	}

	@Test
	void aMemberThatAnotherObserverHasRemovedIsNotBelievedEither() {
		assertThat(this.observer.getMembers(this.group)).containsExactly("python");
		Refusal.FULL.begin(this);
		redis("HDEL", "_tooz_group:" + this.group, "python");
		assertRefusedOnceItIsMissing();
		Refusal.FULL.end(this);
		within(timeout().plusSeconds(1)).ignoreExceptionsInstanceOf(StoreUnavailableException.class)
			.until(() -> this.observer.getMembers(this.group).isEmpty());
	}

	@Test
	void heartbeatsFindOutThatWritesAreRefused() {
		Coordinator one = joined("one", null);
		assertThat(one.getMembers(this.group)).contains("python");
		Refusal.FULL.begin(this);
		one.heartbeat();
		Refusal.FULL.end(this);
		redis("DEL", "_tooz_beats:python");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> one.getMembers(this.group))
			.withMessageContaining("refused a write");
		within(timeout().plusSeconds(1)).ignoreExceptionsInstanceOf(StoreUnavailableException.class)
			.until(() -> one.getMembers(this.group).equals(Set.of("one")));
	}

	@Test
	void anObserverWithoutTheRightToWriteKeepsWorking() {
		redis("ACL", "SETUSER", "reader", "on", ">pw", "~*", "-@all", "+hgetall", "+mget", "+get", "+smembers");
		Coordinator reader = started(url().replace("//", "//reader:pw@"), "reader");
		assertThat(reader.getMembers(this.group)).containsExactly("python");
		within(timeout()).until(() -> reader.getMembers(this.group).isEmpty());
		assertThat(reader.heartbeat()).isPositive();
	}

	/** An application that only follows stays connected to a master that is demoted. */
	@Test
	void anObserverLeavesAServerThatIsNoLongerTheMaster() {
		redis("PERSIST", "_tooz_beats:python");
		assertThat(this.observer.getMembers(this.group)).containsExactly("python");
		Refusal.REPLICA.begin(this);
		// Nobody is missing: the role alone is the reason.
		within(timeout()).until(() -> !succeeds(() -> this.observer.getMembers(this.group)));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this.observer::heartbeat)
			.withMessageContaining("READONLY");
	}

	/** The reasons for which a server refuses writes. */
	enum Refusal {

		FULL(List.of("CONFIG", "SET", "maxmemory", "1"), List.of("CONFIG", "SET", "maxmemory", "0")),

		REPLICA(List.of("REPLICAOF", "127.0.0.1", "1"), List.of("REPLICAOF", "NO", "ONE")),

		NO_REPLICAS(List.of("CONFIG", "SET", "min-replicas-to-write", "1"),
				List.of("CONFIG", "SET", "min-replicas-to-write", "0")),

		CANNOT_SAVE(List.of("CONFIG", "SET", "save", "3600 1000000"), List.of("CONFIG", "SET", "save", "")) {

			private static Path inTheWay(RedisRefusedWritesTests test) {
				return ((RedisServer) test.server).socket().resolveSibling("dump.rdb").resolve("directory");
			}

			@Override
			void begin(RedisRefusedWritesTests test) {
				try {
					Files.createDirectories(inTheWay(test));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				super.begin(test);
				test.redis("BGSAVE");
				within(Duration.ofSeconds(5))
					.until(() -> String.valueOf(test.redis("SET", "nokey", "", "XX")).contains("MISCONF"));
			}

		};

		private final List<String> beginning;

		private final List<String> ending;

		Refusal(List<String> beginning, List<String> ending) {
			this.beginning = beginning;
			this.ending = ending;
		}

		void begin(RedisRefusedWritesTests test) {
			test.redis(this.beginning.toArray());
		}

		void end(RedisRefusedWritesTests test) {
			test.redis(this.ending.toArray());
		}

	}

}
