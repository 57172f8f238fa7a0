package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.servicegroup.GroupView;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.StoreSilence;

/**
 * The network swallows everything while many groups are followed. All views are stale
 * within a poll and the deadline of a call, and fresh again soon after the network works.
 */
final class SilentStoreFault implements ServerFault {

	private static final int GROUPS = 40;

	private static final Duration POLL = Duration.ofSeconds(1);

	/** The tolerance on a busy machine. */
	private static final Duration TOLERANCE = Duration.ofMillis(500);

	private static final Duration LIMIT = POLL.plus(StoreSilence.limit(FaultEnvironment.TIMEOUT)).plus(TOLERANCE);

	@Override
	public String name() {
		return "network half-open, " + GROUPS + " groups followed";
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		List<String> groups = IntStream.range(0, GROUPS).mapToObj((i) -> "silent-" + i).toList();
		Coordinator creator = environment.opened(Coordinators.get(environment.url(), "creator"));
		groups.forEach(creator::createGroup);
		TcpProxy proxy = NetworkFault.proxy(environment);
		LiveServiceGroupAPI api = environment.opened(new LiveServiceGroupAPI(
				new ToozServiceGroupDriver(Coordinators.parse(proxy.url(environment.url())), "follower"), null, POLL,
				List.of()));
		api.start();
		for (int round = 0; round < environment.rounds(3, 1); round++) {
			if (!allBecome(environment, FaultEnvironment.START, api, groups, (view) -> !view.stale())) {
				throw new IllegalStateException("Not all views are fresh before the fault");
			}
			environment.sleepUpToAHeartbeat();
			long begun = System.nanoTime();
			proxy.halfOpen();
			figures.check(allBecome(environment, LIMIT, api, groups, GroupView::stale),
					"not all views were stale within " + LIMIT);
			figures.detected(FaultEnvironment.between(begun, System.nanoTime()));
			FaultEnvironment.sleep(environment.durationOf(1));
			long repaired = System.nanoTime();
			proxy.pass();
			figures.check(allBecome(environment, FaultEnvironment.RECOVERY, api, groups, (view) -> !view.stale()),
					"not all views were fresh within " + FaultEnvironment.RECOVERY);
			figures.recovered(FaultEnvironment.between(repaired, System.nanoTime()));
		}
	}

	private static boolean allBecome(FaultEnvironment environment, Duration limit, LiveServiceGroupAPI api,
			List<String> groups, Predicate<GroupView> state) {
		return environment.waitFor(limit, () -> groups.stream().map(api::view).allMatch(state));
	}

}
