package io.servicegroup.faults;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Every call ends by its deadline during a network failure. Measures each kind of call
 * under each kind of failure.
 */
final class CallsFault implements ServerFault {

	/** How often each kind of call is made. */
	private static final int ATTEMPTS = 2;

	/**
	 * Twice the deadline of a call, because a call may have to connect first, and 500 ms
	 * for a busy machine.
	 */
	private static final Duration LONGEST_CALL = FaultEnvironment.TIMEOUT.dividedBy(2).plusMillis(500);

	private static final Duration LONGEST_STOP = Duration.ofSeconds(6);

	@Override
	public String name() {
		return "calls end during a network failure";
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) {
		Map<String, Duration> longest = new LinkedHashMap<>();
		for (NetworkFailure failure : NetworkFailure.values()) {
			try (TcpProxy proxy = new TcpProxy(NetworkFault.port(environment.url()))) {
				callEach(environment, failure, proxy).forEach((call, time) -> {
					figures.check(time.compareTo(call.equals("stop") ? LONGEST_STOP : LONGEST_CALL) < 0,
							call + " took " + time + ", " + failure.title());
					longest.merge(call, time, (a, b) -> (a.compareTo(b) > 0) ? a : b);
				});
			}
		}
		StringBuilder line = new StringBuilder("Longest calls, " + environment.backend().title() + ":");
		longest.forEach((call, time) -> line.append(' ').append(call).append(' ').append(Times.seconds(time)));
		System.out.println(line);
	}

	private static Map<String, Duration> callEach(FaultEnvironment environment, NetworkFailure failure,
			TcpProxy proxy) {
		try (Coordinator coordinator = Coordinators.get(proxy.url(environment.url()), "caller-" + failure)) {
			coordinator.start();
			coordinator.joinGroupCreate("calls", "v1");
			Map<String, Duration> times = new LinkedHashMap<>();
			failure.apply(proxy);
			for (int i = 0; i < ATTEMPTS; i++) {
				measure(times, "heartbeat", coordinator::heartbeat);
				measure(times, "members", () -> coordinator.getMembersWithCapabilities("calls"));
				measure(times, "groups", coordinator::getGroups);
				measure(times, "join", () -> coordinator.joinGroupCreate("more", null));
				measure(times, "update", () -> coordinator.updateCapabilities("calls", "v2"));
				measure(times, "lock", () -> coordinator.getLock("lock").acquire(false));
				measure(times, "leader", () -> coordinator.getLeader("calls"));
				measure(times, "leave", () -> coordinator.leaveGroup("more"));
			}
			measure(times, "stop", coordinator::stop);
			return times;
		}
	}

	private static void measure(Map<String, Duration> times, String name, Runnable call) {
		times.merge(name, time(call), (a, b) -> (a.compareTo(b) > 0) ? a : b);
	}

	private static Duration time(Runnable call) {
		long start = System.nanoTime();
		try {
			call.run();
		}
		catch (CoordinationException ex) {
			// Expected: the call failed before its deadline.
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

}
