package io.servicegroup.soak;

import java.time.Duration;

/**
 * The parameters of a run.
 *
 * @param members the number of slots for members
 * @param processes the number of processes over which the slots are spread
 * @param timeout the membership timeout, in whole seconds
 * @param duration how long the run lasts
 * @param quietInterval the mean time between quiet moments
 * @param seed the seed of the faults; their timing also depends on the machine
 */
record Plan(int members, int processes, Duration timeout, Duration duration, Duration quietInterval, long seed) {

	/**
	 * Returns the time until all views have to be correct: the limit for detecting a dead
	 * member, plus one heartbeat.
	 */
	Duration settling() {
		return this.timeout.plus(this.timeout.dividedBy(3)).plusSeconds(1);
	}

}
