package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;

/**
 * What has to hold since a moment: each miss goes into the figures.
 *
 * @param since the moment, by the monotonic clock
 */
record Checks(Scene scene, Figures figures, long since) {

	/** For an event to come that must not come. */
	private static final Duration AFTERMATH = Duration.ofMillis(500);

	/** Everybody is told within the limit, and once, that the member has left. */
	void allSeeGo(String member, Duration limit) throws InterruptedException {
		for (Observing one : this.scene.everybody()) {
			if (!one.name().equals(member)) {
				List<Sighting> left = awaitEvents(one, Sighting.Kind.LEFT, member, limit);
				if (!left.isEmpty()) {
					this.figures.detected(Scene.between(this.since, left.get(0).nanos()));
				}
			}
		}
		Scene.last(AFTERMATH);
		for (Observing one : this.scene.everybody()) {
			exactlyOne(one, Sighting.Kind.LEFT, member);
		}
	}

	private List<Sighting> awaitEvents(Observing one, Sighting.Kind kind, String member, Duration limit) {
		Duration left = limit.minus(Scene.between(this.since, System.nanoTime())).plusMillis(1);
		this.scene.comes(left.isNegative() ? Duration.ofMillis(1) : left,
				() -> !one.since(this.since, kind, member).isEmpty());
		List<Sighting> events = one.since(this.since, kind, member);
		this.figures.check(!events.isEmpty(),
				one.name() + " was not told within " + limit + " that " + member + " has " + kind);
		return events;
	}

	/** Between the moment and now. */
	void exactlyOne(Observing one, Sighting.Kind kind, String member) {
		int count = one.since(this.since, kind, member).size();
		if (count != 1 && !one.name().equals(member)) {
			this.figures.missedEvent(one.name() + " was told " + count + " times that " + member + " has " + kind);
		}
	}

	/** Nobody was told that a member that lives has left. */
	void nobodyLeft(String... members) {
		for (String member : members) {
			for (Observing one : this.scene.everybody()) {
				one.since(this.since, Sighting.Kind.LEFT, member)
					.forEach((event) -> this.figures.falseDown(member + ", for " + one.name()));
			}
		}
	}

}
