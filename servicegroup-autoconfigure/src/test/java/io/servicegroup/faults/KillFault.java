package io.servicegroup.faults;

/**
 * kill -9: every observer has the member down within the timeout and a second, and is
 * told so once.
 */
final class KillFault implements Fault {

	@Override
	public String name() {
		return "kill -9 of a member";
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		scene.member("survivor");
		for (int round = 0; round < scene.rounds(20, 2); round++) {
			MemberProcess victim = scene.member("victim-" + round);
			scene.lastUpToAHeartbeat();
			long killed = System.nanoTime();
			scene.dismiss(victim);
			Checks checks = new Checks(scene, figures, killed);
			checks.allSeeGo(victim.name(), Scene.DETECTION);
		}
		new Checks(scene, figures, 0).nobodyLeft("survivor");
	}

}
