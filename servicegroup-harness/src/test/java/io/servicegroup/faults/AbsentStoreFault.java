package io.servicegroup.faults;

import java.util.List;

/**
 * A store that is not there when a member starts: the member starts all the same, is DOWN
 * and says why, and joins by itself.
 */
final class AbsentStoreFault implements Fault {

	@Override
	public String name() {
		return "store absent at start";
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		for (int round = 0; round < scene.rounds(5, 1); round++) {
			scene.server().stop();
			MemberProcess member = scene.startMember("early-" + round, scene.url(), List.of());
			figures.check(scene.comes(Scene.START, () -> saysWhy(member)), "it does not say why it is DOWN");
			Scene.last(Scene.TIMEOUT);
			scene.lastUpToAHeartbeat();
			long starting = System.nanoTime();
			scene.server().start();
			// It may serve, and the member may join, before the start is seen to be done.
			long present = System.nanoTime();
			boolean all = scene.comes(Scene.RECOVERY, () -> isIn(scene, member, starting));
			figures.recovered(Scene.between(present, System.nanoTime()));
			figures.check(all, "not everybody saw it join within " + Scene.RECOVERY);
			scene.dismiss(member);
			// Else the next round's views would wait for it.
			figures.check(scene.comes(Scene.DETECTION.plusSeconds(1), () -> isGone(scene, member, starting)),
					"not everybody saw it leave");
		}
	}

	private static boolean saysWhy(MemberProcess member) {
		return member.sightings()
			.stream()
			.anyMatch((one) -> one.kind() == Sighting.Kind.DOWN && !one.detail().equals("No heartbeat yet"));
	}

	private static boolean isGone(Scene scene, MemberProcess member, long since) {
		return scene.observers()
			.stream()
			.noneMatch((one) -> one.since(since, Sighting.Kind.LEFT, member.name()).isEmpty());
	}

	private static boolean isIn(Scene scene, MemberProcess member, long since) {
		return !member.since(since, Sighting.Kind.UP, member.name()).isEmpty() && scene.observers()
			.stream()
			.noneMatch((one) -> one.since(since, Sighting.Kind.JOINED, member.name()).isEmpty());
	}

}
