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
 * Of a member's three listeners one throws and one hangs, for three timeouts: the third
 * is told all the same, and the heart goes on.
 */
final class ListenerFault implements Fault {

	private static final String MEMBER = "listening";

	@Override
	public String name() {
		return "one listener throws, another hangs";
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		LiveServiceGroupAPI api = scene
			.opened(new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(scene.url()), MEMBER), null,
					Duration.ofMillis(300), List.of()));
		CountDownLatch end = new CountDownLatch(1);
		List<MemberEvent> heard = new CopyOnWriteArrayList<>();
		api.addListener(Scene.GROUP, (event) -> {
			throw new IllegalStateException("on purpose");
		});
		api.addListener(Scene.GROUP, (event) -> hang(end));
		api.addListener(Scene.GROUP, heard::add);
		try {
			api.join(Scene.GROUP, Map.of());
			beats(scene, figures, api, heard);
		}
		finally {
			end.countDown();
		}
	}

	private void beats(Scene scene, Figures figures, LiveServiceGroupAPI api, List<MemberEvent> heard)
			throws InterruptedException {
		long begun = System.nanoTime();
		figures.check(scene.comes(Scene.RECOVERY, () -> heard.size() == 1), "it is not told of itself");
		MemberProcess other = scene.member("other");
		other.update();
		scene.dismiss(other);
		long until = begun + Scene.TIMEOUT.multipliedBy(3).toNanos();
		while (System.nanoTime() < until) {
			Duration age = api.getStatus().lastHeartbeat();
			figures.check(age != null && age.compareTo(Scene.HEARTBEAT.plusSeconds(1)) < 0,
					"the last heartbeat is " + age + " old");
			Scene.last(Duration.ofMillis(50));
		}
		figures.check(scene.comes(Scene.DETECTION, () -> heard.size() >= 3), "events were missed: " + heard);
		new Checks(scene, figures, begun).nobodyLeft(MEMBER);
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
