package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.servicegroup.MemberEvent;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Of a member's three listeners, one throws and one hangs, for three timeouts. The third
 * still receives its events, and heartbeats continue.
 */
final class ListenerFault implements Fault {

	private static final String MEMBER = "listening";

	@Override
	public String name() {
		return "one listener throws, another hangs";
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		LiveServiceGroupAPI api = environment
			.opened(new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(environment.url()), MEMBER),
					null, Duration.ofMillis(300), List.of()));
		CountDownLatch end = new CountDownLatch(1);
		List<MemberEvent> heard = new CopyOnWriteArrayList<>();
		api.addListener(FaultEnvironment.GROUP, (event) -> {
			throw new IllegalStateException("on purpose");
		});
		api.addListener(FaultEnvironment.GROUP, (event) -> hang(end));
		api.addListener(FaultEnvironment.GROUP, heard::add);
		try {
			api.join(FaultEnvironment.GROUP, Map.of());
			checkHeartbeats(environment, figures, api, heard);
		}
		finally {
			end.countDown();
		}
	}

	private void checkHeartbeats(FaultEnvironment environment, Figures figures, LiveServiceGroupAPI api,
			List<MemberEvent> heard) throws InterruptedException {
		long start = System.nanoTime();
		figures.check(environment.waitFor(FaultEnvironment.RECOVERY, () -> heard.size() == 1),
				"the third listener received no event of its own member");
		MemberProcess other = environment.member("other");
		other.update();
		environment.remove(other);
		long until = start + FaultEnvironment.TIMEOUT.multipliedBy(3).toNanos();
		while (System.nanoTime() < until) {
			Duration age = api.getStatus().lastHeartbeat();
			figures.check(age != null && age.compareTo(FaultEnvironment.HEARTBEAT.plusSeconds(1)) < 0,
					"the last heartbeat is " + age + " old");
			FaultEnvironment.sleep(Duration.ofMillis(50));
		}
		figures.check(environment.waitFor(FaultEnvironment.DETECTION, () -> heard.size() >= 3),
				"events were missed: " + heard);
		new Checks(environment, figures, start).noneLeft(MEMBER);
	}

	private static void hang(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
