package io.servicegroup.tooz;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

import io.servicegroup.tck.servers.ColdStart;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SmallJvm;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.concurrent.Heart;
import org.junit.jupiter.api.Test;

import static io.servicegroup.tck.servers.StoreFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application blocks all threads of the JVM's common pool for longer than the timeout.
 * It has a JVM of its own, because the JDK does not use the pool on a small machine.
 */
class BlockedCommonPoolTests {

	private static final int THREADS = 3;

	@Test
	void aMemberStaysUpAndKeepsItsLocks() {
		List<StoreServer> servers = List.of(new RedisServer(), new MemcachedServer(), new ZooKeeperServer(),
				new EtcdServer());
		Deque<LocalProcess> programs = new ArrayDeque<>();
		try {
			servers.forEach((server) -> programs.add(start(server)));
			for (LocalProcess program : programs) {
				within(Duration.ofSeconds(60)).until(() -> !program.isAlive());
				assertThat(program.output()).contains("leader, holder, [program]");
			}
		}
		finally {
			programs.forEach(LocalProcess::close);
			servers.forEach(StoreServer::close);
		}
	}

	private static LocalProcess start(StoreServer server) {
		List<String> command = new ArrayList<>(SmallJvm.command(Program.class,
				server.url("timeout=" + server.timeout().toSeconds()), "" + server.timeout().toMillis()));
		command.add(1, "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + THREADS);
		return new LocalProcess(command).start();
	}

	/** Blocks the pool, and prints its state after more than a timeout. */
	static final class Program {

		private Program() {
		}

		public static void main(String[] args) throws Exception {
			try (Coordinator coordinator = ColdStart.start(args[0], "program")) {
				coordinator.joinGroupCreate("group", null);
				coordinator.watchElectedAsLeader("group", (event) -> {
				});
				coordinator.runElectCoordinator();
				DistributedLock lock = coordinator.getLock("lock");
				lock.acquire();
				Heart heart = new Heart("heart", coordinator::heartbeat,
						() -> coordinator.shortestTimeout().dividedBy(3));
				heart.start();
				blockCommonPool();
				sleep(Long.parseLong(args[1]) * 3 / 2);
				System.out.println((coordinator.isLeader("group") ? "leader, " : "no leader, ")
						+ (lock.isStillOwner() ? "holder, " : "no holder, ") + coordinator.getMembers("group"));
				heart.stop(coordinator.shortestTimeout());
			}
		}

		private static void blockCommonPool() throws InterruptedException {
			CountDownLatch blocked = new CountDownLatch(THREADS);
			for (int i = 0; i < THREADS; i++) {
				ForkJoinPool.commonPool().execute(() -> {
					blocked.countDown();
					sleep(Long.MAX_VALUE);
				});
			}
			blocked.await();
		}

		private static void sleep(long millis) {
			try {
				Thread.sleep(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
