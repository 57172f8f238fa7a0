package io.servicegroup.faults;

/**
 * kill -9: every observer has the member down within the timeout and a second, and is
 * told so once.
 */
final class KillFault implements Fault {

	@Override
	public String name() {
		return "member killed (kill -9)";
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		scene.member("survivor");
		for (int round = 0; round < scene.rounds(20, 1); round++) {
			MemberProcess victim = scene.member("victim-" + round);
			scene.lastUpToAHeartbeat();
			Checks checks = new Checks(scene, figures, System.nanoTime());
			scene.dismiss(victim);
			checks.allSeeGo(victim.name(), Scene.DETECTION);
			checks.onceTold(victim.name(), Sighting.Kind.LEFT);
		}
		new Checks(scene, figures, 0).nobodyLeft("survivor");
	}

}
