package io.servicegroup.faults;

import java.util.Map;
import java.util.Optional;

import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A member reads a large group over a slow network: each answer takes as long as the
 * timeout. Its heartbeats are not delayed, and its view is read all the same.
 */
final class SlowNetworkFault implements Fault {

	private static final int BYTES = 600_000;

	@Override
	public String name() {
		return "large group over a slow network";
	}

	@Override
	public Optional<String> notApplicableReason(FaultBackend backend) {
		return backend.isServer() ? Optional.empty() : Optional.of(NetworkFault.NO_SERVER);
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		TcpProxy proxy = NetworkFault.proxy(environment);
		environment.member("survivor");
		MemberProcess victim = environment.member("victim", proxy.url(environment.url()));
		Coordinator large = environment.opened(Coordinators.get(environment.server().url("timeout=60"), "large"));
		large.joinGroupCreate(FaultEnvironment.GROUP, Map.of("version", 0, "text", "x".repeat(BYTES)));
		environment.awaitHealthy();
		Checks slow = new Checks(environment, figures, System.nanoTime());
		proxy.throttleAnswers((int) (BYTES / FaultEnvironment.TIMEOUT.toSeconds()));
		FaultEnvironment.sleep(environment.durationOf(environment.rounds(6, 3)));
		slow.noneLeft("survivor", "victim", "large");
		slow.noneDown();
		large.heartbeat();
		large.updateCapabilities(FaultEnvironment.GROUP, Map.of("version", 1, "text", "x".repeat(BYTES)));
		long updated = System.nanoTime();
		figures.check(
				environment.waitFor(FaultEnvironment.TIMEOUT.multipliedBy(4),
						() -> !victim.since(updated, Observation.Kind.CHANGED, "large").isEmpty()),
				"the slow member never read the group");
		proxy.pass();
	}

}
