package io.servicegroup.faults;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Every call ends by its deadline, whatever the network does: measured for each kind of
 * call, while it is in trouble.
 */
final class CallsFault implements Fault {

	/** As many as an application makes without having had an answer. */
	private static final int ATTEMPTS = 2;

	/** A call's deadline twice: it may connect first, and a busy machine is late. */
	private static final Duration LONGEST_CALL = Scene.TIMEOUT.dividedBy(2).plusMillis(500);

	private static final Duration LONGEST_STOP = Duration.ofSeconds(6);

	@Override
	public String name() {
		return "calls end while the network is in trouble";
	}

	@Override
	public Optional<String> whyNot(FaultBackend backend) {
		return backend.isServer() ? Optional.empty() : Optional.of(NetworkFault.NO_SERVER);
	}

	@Override
	public void strike(Scene scene, Figures figures) {
		Map<String, Duration> longest = new LinkedHashMap<>();
		for (NetworkTrouble trouble : NetworkTrouble.values()) {
			try (TcpProxy proxy = new TcpProxy(NetworkFault.port(scene.url()))) {
				callEach(scene, trouble, proxy).forEach((call, time) -> {
					figures.check(time.compareTo(call.equals("stop") ? LONGEST_STOP : LONGEST_CALL) < 0,
							call + " took " + time + ", " + trouble.title());
					longest.merge(call, time, (a, b) -> (a.compareTo(b) > 0) ? a : b);
				});
			}
		}
		StringBuilder line = new StringBuilder("Longest calls, " + scene.backend().title() + ":");
		longest.forEach((call, time) -> line.append(' ').append(call).append(' ').append(Times.seconds(time)));
		System.out.println(line);
	}

	private static Map<String, Duration> callEach(Scene scene, NetworkTrouble trouble, TcpProxy proxy) {
		try (Coordinator coordinator = Coordinators.get(proxy.url(scene.url()), "caller-" + trouble)) {
			coordinator.start();
			coordinator.joinGroupCreate("calls", "v1");
			Map<String, Duration> times = new LinkedHashMap<>();
			trouble.befall(proxy);
			for (int i = 0; i < ATTEMPTS; i++) {
				note(times, "heartbeat", coordinator::heartbeat);
				note(times, "members", () -> coordinator.getMembersWithCapabilities("calls"));
				note(times, "groups", coordinator::getGroups);
				note(times, "join", () -> coordinator.joinGroupCreate("more", null));
				note(times, "update", () -> coordinator.updateCapabilities("calls", "v2"));
				note(times, "lock", () -> coordinator.getLock("lock").acquire(false));
				note(times, "leader", () -> coordinator.getLeader("calls"));
				note(times, "leave", () -> coordinator.leaveGroup("more"));
			}
			note(times, "stop", coordinator::stop);
			return times;
		}
	}

	private static void note(Map<String, Duration> times, String name, Runnable call) {
		times.merge(name, time(call), (a, b) -> (a.compareTo(b) > 0) ? a : b);
	}

	private static Duration time(Runnable call) {
		long begun = System.nanoTime();
		try {
			call.run();
		}
		catch (CoordinationException ex) {
			// As it may.
		}
		return Duration.ofNanos(System.nanoTime() - begun);
	}

}
