package io.servicegroup.faults;

import java.util.Optional;

/**
 * The store loses its data, or is gone for a while: all living members are back with
 * their newest capabilities, in groups that are made again.
 */
record LossFault(Loss loss) implements Fault {

	@Override
	public String name() {
		return this.loss.title();
	}

	@Override
	public Optional<String> whyNot(FaultBackend backend) {
		return (this.loss.isKeepingData() && !backend.isKeepingData()) ? Optional.of("it keeps no data")
				: Optional.empty();
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		scene.member("one");
		MemberProcess changing = scene.member("two");
		for (int round = 0; round < scene.rounds(5, 1); round++) {
			scene.lastUpToAHeartbeat();
			Checks lost = new Checks(scene, figures, System.nanoTime());
			this.loss.happen(scene.server(), changing::update);
			new Checks(scene, figures, System.nanoTime()).allAreWell(Scene.RECOVERY);
			lost.leftIsFollowedByJoined();
			if (this.loss.isKeepingData()) {
				lost.nobodyLeft("one", "two");
			}
		}
	}

}
