package io.servicegroup.faults;

import java.util.Optional;

import io.servicegroup.tck.servers.RedisProbe;
import io.servicegroup.tck.servers.RedisServer;

/**
 * The store answers readings but refuses writes, for longer than the timeout. No live
 * member is reported as having left.
 *
 * @param name the row's name in the table
 * @param begin the command that makes the server refuse writes
 * @param end the command that ends it
 * @param renewing whether the server still lets members renew what they have
 */
record RefusedWritesFault(String name, String begin, String end, boolean renewing) implements Fault {

	static final RefusedWritesFault FULL = new RefusedWritesFault("store full (noeviction)", "CONFIG SET maxmemory 1",
			"CONFIG SET maxmemory 0", true);

	static final RefusedWritesFault DEMOTED = new RefusedWritesFault("store demoted to a replica without its master",
			"REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", false);

	@Override
	public Optional<String> notApplicableReason(FaultBackend backend) {
		return switch (backend) {
			case REDIS -> Optional.empty();
			case ZOOKEEPER, ETCD -> Optional.of("it ends a member only with its session or lease, which it renews");
			case MEMCACHED -> Optional.of("it evicts; with -M see MemcachedFullTests");
			case FILE -> Optional.of("a heartbeat changes a time, which needs no space");
			case POSTGRESQL, MARIADB -> Optional.of("it has no groups");
		};
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		RedisProbe redis = ((RedisServer) environment.server()).probe();
		environment.member("one");
		environment.member("two");
		for (int round = 0; round < environment.rounds(3, 1); round++) {
			environment.sleepUpToAHeartbeat();
			environment.awaitHealthy();
			Checks refused = new Checks(environment, figures, System.nanoTime());
			redis.command((Object[]) this.begin.split(" "));
			FaultEnvironment.sleep(environment.durationOf(2));
			Checks ended = new Checks(environment, figures, System.nanoTime());
			redis.command((Object[]) this.end.split(" "));
			ended.allRecover(FaultEnvironment.RECOVERY);
			refused.noneLeft("one", "two");
			if (this.renewing) {
				refused.noneDown();
			}
		}
	}

}
