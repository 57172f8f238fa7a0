package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What has to hold since a moment: each miss goes into the figures.
 *
 * @param since the moment, by the monotonic clock
 */
record Checks(Scene scene, Figures figures, long since) {

	/** For an event to come that must not come. */
	private static final Duration AFTERMATH = Duration.ofMillis(500);

	/** Everybody else is told within the limit that the member has left. */
	void allSeeGo(String member, Duration limit) {
		allSee(Sighting.Kind.LEFT, member, limit, this.figures::detected);
	}

	/** Everybody else is told within the limit that the member is there. */
	void allSeeCome(String member, Duration limit) {
		allSee(Sighting.Kind.JOINED, member, limit, this.figures::recovered);
	}

	private void allSee(Sighting.Kind kind, String member, Duration limit, Consumer<Duration> measured) {
		for (Observing one : others(member)) {
			// One that comes late is late by its own time, not by that of this look.
			this.scene.comes(left(limit.plusSeconds(5)), () -> !one.since(this.since, kind, member).isEmpty());
			List<Sighting> events = one.since(this.since, kind, member);
			if (events.isEmpty()) {
				this.figures.missedEvent(one.name() + " was not told that " + member + " has " + kind);
			}
			else {
				Duration time = Scene.between(this.since, events.get(0).nanos());
				measured.accept(time);
				this.figures.check(time.compareTo(limit) <= 0, one.name() + " was told only after "
						+ Times.seconds(time) + " s that " + member + " has " + kind);
			}
		}
	}

	private Duration left(Duration limit) {
		Duration left = limit.minus(Scene.between(this.since, System.nanoTime()));
		return left.isNegative() ? Duration.ofMillis(1) : left;
	}

	private List<Observing> others(String member) {
		return this.scene.everybody().stream().filter((one) -> !one.name().equals(member)).toList();
	}

	/** Everybody else was told once, and is told no more. */
	void onceTold(String member, Sighting.Kind... kinds) throws InterruptedException {
		Scene.last(AFTERMATH);
		for (Observing one : others(member)) {
			for (Sighting.Kind kind : kinds) {
				int count = one.since(this.since, kind, member).size();
				if (count != 1) {
					this.figures
						.missedEvent(one.name() + " was told " + count + " times that " + member + " has " + kind);
				}
			}
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

	/** Nobody's status was down. */
	void nobodyDown() {
		for (Observing one : this.scene.everybody()) {
			one.since(this.since, Sighting.Kind.DOWN, one.name())
				.forEach((event) -> this.figures.violation(one.name() + " was down: " + event.detail()));
		}
	}

	/**
	 * Everybody has all members, with the versions that they were told last, in a view
	 * that is fresh, and is up.
	 */
	void allAreWell(Duration limit) {
		Map<String, String> wanted = new TreeMap<>();
		this.scene.members().forEach((member) -> wanted.put(member.name(), member.version()));
		// Whoever has not noticed yet that the store has lost them has them all, too.
		this.scene.comes(left(limit.plusSeconds(5)), () -> this.scene.observers().get(0).read().equals(wanted));
		for (Observing one : this.scene.everybody()) {
			Predicate<Observing> well = (observing) -> observing.isWell() && observing.present().equals(wanted);
			boolean comes = this.scene.comes(left(limit.plusSeconds(5)), () -> well.test(one));
			Duration time = Scene.between(this.since, System.nanoTime());
			if (!comes) {
				this.figures.violation(one.name() + " has " + one.present() + " instead of " + wanted
						+ (one.isWell() ? "" : ", and is not well"));
			}
			else {
				this.figures.check(time.compareTo(limit) <= 0,
						one.name() + " had all members only after " + Times.seconds(time) + " s");
			}
		}
		this.figures.recovered(Scene.between(this.since, System.nanoTime()));
	}

	/**
	 * Whoever was told that a member has left was told once, and once that it is back.
	 */
	void leftIsFollowedByJoined() throws InterruptedException {
		Scene.last(AFTERMATH);
		for (MemberProcess member : this.scene.members()) {
			for (Observing one : this.scene.everybody()) {
				int left = one.since(this.since, Sighting.Kind.LEFT, member.name()).size();
				int joined = one.since(this.since, Sighting.Kind.JOINED, member.name()).size();
				if (left > 1 || joined != left) {
					this.figures.missedEvent(one.name() + " was told " + left + " times that " + member
							+ " has left, and " + joined + " times that it is there");
				}
			}
		}
	}

}
