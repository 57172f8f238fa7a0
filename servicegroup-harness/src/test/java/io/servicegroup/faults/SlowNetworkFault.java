package io.servicegroup.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A member reads a large group over a slow network: each reading takes as long as the
 * timeout. Its heartbeats are not delayed, and its view is read all the same. The group
 * has several members, as a client of ZooKeeper can wait only a part of the timeout for a
 * single record.
 */
final class SlowNetworkFault implements ServerFault {

	private static final int BYTES = 600_000;

	private static final int LARGE_MEMBERS = 8;

	/**
	 * A reading may have begun before the update. On memcached, each takes twice the
	 * timeout, as the connection for readings is also used to check the own entries.
	 */
	private static final Duration UPDATE = FaultEnvironment.TIMEOUT.multipliedBy(6);

	@Override
	public String name() {
		return "large group over a slow network";
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		TcpProxy proxy = NetworkFault.proxy(environment);
		environment.member("survivor");
		MemberProcess victim = environment.member("victim", proxy.url(environment.url()));
		List<Coordinator> large = new ArrayList<>();
		for (int i = 0; i < LARGE_MEMBERS; i++) {
			large.add(environment.opened(Coordinators.get(environment.server().url("timeout=60"), "large" + i)));
			large.get(i).joinGroupCreate(FaultEnvironment.GROUP, capabilities(0));
		}
		environment.awaitHealthy();
		Checks slow = new Checks(environment, figures, System.nanoTime());
		proxy.throttleAnswers((int) (BYTES / FaultEnvironment.TIMEOUT.toSeconds()));
		FaultEnvironment.sleep(environment.durationOf(environment.rounds(6, 3)));
		slow.noneLeft("survivor", "victim", "large0");
		slow.noneDown();
		large.forEach(Coordinator::heartbeat);
		large.get(0).updateCapabilities(FaultEnvironment.GROUP, capabilities(1));
		long updated = System.nanoTime();
		figures.check(
				environment.waitFor(UPDATE, () -> !victim.since(updated, Observation.Kind.CHANGED, "large0").isEmpty()),
				"the slow member never read the group");
		proxy.pass();
	}

	private static Map<String, Object> capabilities(int version) {
		return Map.of("version", version, "text", "x".repeat(BYTES / LARGE_MEMBERS));
	}

}
