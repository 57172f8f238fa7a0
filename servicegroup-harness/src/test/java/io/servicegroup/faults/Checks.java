package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Checks what the observers saw since a point in time, and records each violation.
 *
 * @param since the point in time, as {@link System#nanoTime}
 */
record Checks(FaultEnvironment environment, Figures figures, long since) {

	/** How long to wait for events that must not be delivered. */
	private static final Duration SETTLE_TIME = Duration.ofMillis(500);

	/** Checks that all other observers see the member leave within the limit. */
	void allSeeLeave(String member, Duration limit) {
		allSee(Observation.Kind.LEFT, member, limit, this.figures::detected);
	}

	/** Checks that all other observers see the member join within the limit. */
	void allSeeJoin(String member, Duration limit) {
		allSee(Observation.Kind.JOINED, member, limit, this.figures::recovered);
	}

	private void allSee(Observation.Kind kind, String member, Duration limit, Consumer<Duration> measured) {
		for (GroupObserver one : others(member)) {
			// A late event is measured by its own timestamp, not by the time of this
			// check.
			this.environment.waitFor(remaining(limit.plusSeconds(5)),
					() -> !one.since(this.since, kind, member).isEmpty());
			List<Observation> events = one.since(this.since, kind, member);
			if (events.isEmpty()) {
				this.figures.missedEvent(one.name() + " received no event: " + member + " has " + kind);
			}
			else {
				Duration time = FaultEnvironment.between(this.since, events.get(0).nanos());
				measured.accept(time);
				this.figures.check(time.compareTo(limit) <= 0, one.name() + " received the event only after "
						+ Times.seconds(time) + " s: " + member + " has " + kind);
			}
		}
	}

	private Duration remaining(Duration limit) {
		Duration remaining = limit.minus(FaultEnvironment.between(this.since, System.nanoTime()));
		return remaining.isNegative() ? Duration.ofMillis(1) : remaining;
	}

	private List<GroupObserver> others(String member) {
		return this.environment.allObservers().stream().filter((one) -> !one.name().equals(member)).toList();
	}

	/** Checks that all other observers received each event exactly once. */
	void allReceivedOnce(String member, Observation.Kind... kinds) throws InterruptedException {
		FaultEnvironment.sleep(SETTLE_TIME);
		for (GroupObserver one : others(member)) {
			for (Observation.Kind kind : kinds) {
				int count = one.since(this.since, kind, member).size();
				if (count != 1) {
					this.figures.missedEvent(one.name() + " received " + count + " events: " + member + " has " + kind);
				}
			}
		}
	}

	/** Checks that no observer saw one of these live members leave. */
	void noneLeft(String... members) {
		for (String member : members) {
			for (GroupObserver one : this.environment.allObservers()) {
				one.since(this.since, Observation.Kind.LEFT, member)
					.forEach((event) -> this.figures.falseDown(member + ", reported to " + one.name()));
			}
		}
	}

	/** Checks that no observer's own status was DOWN. */
	void noneDown() {
		for (GroupObserver one : this.environment.allObservers()) {
			one.since(this.since, Observation.Kind.DOWN, one.name())
				.forEach((event) -> this.figures.violation(one.name() + " was DOWN: " + event.detail()));
		}
	}

	/**
	 * Checks that each observer is UP, and has a fresh view with all members and their
	 * latest capabilities.
	 */
	void allRecover(Duration limit) {
		Map<String, String> wanted = new TreeMap<>();
		this.environment.members().forEach((member) -> wanted.put(member.name(), member.version()));
		// A view from before the store lost its data contains all members, too: wait for
		// the store itself first.
		this.environment.waitFor(remaining(limit.plusSeconds(5)),
				() -> this.environment.observers().get(0).read().equals(wanted));
		for (GroupObserver one : this.environment.allObservers()) {
			Predicate<GroupObserver> healthy = (observing) -> observing.isHealthy()
					&& observing.present().equals(wanted);
			boolean recovered = this.environment.waitFor(remaining(limit.plusSeconds(5)), () -> healthy.test(one));
			Duration time = FaultEnvironment.between(this.since, System.nanoTime());
			if (!recovered) {
				this.figures.violation(one.name() + " has " + one.present() + " instead of " + wanted
						+ (one.isHealthy() ? "" : ", and is stale or DOWN"));
			}
			else {
				this.figures.check(time.compareTo(limit) <= 0,
						one.name() + " had all members only after " + Times.seconds(time) + " s");
			}
		}
		this.figures.recovered(FaultEnvironment.between(this.since, System.nanoTime()));
	}

	/**
	 * Checks that an observer that saw a member leave saw it leave once and join again
	 * once.
	 */
	void leftIsFollowedByJoined() throws InterruptedException {
		FaultEnvironment.sleep(SETTLE_TIME);
		for (MemberProcess member : this.environment.members()) {
			for (GroupObserver one : this.environment.allObservers()) {
				int left = one.since(this.since, Observation.Kind.LEFT, member.name()).size();
				int joined = one.since(this.since, Observation.Kind.JOINED, member.name()).size();
				if (left > 1 || joined != left) {
					this.figures.missedEvent(
							one.name() + " received " + left + " left and " + joined + " joined events of " + member);
				}
			}
		}
	}

}
