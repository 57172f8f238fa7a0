package io.servicegroup.soak;

import java.time.Duration;

/**
 * What a run is made of.
 *
 * @param members how many places for members there are
 * @param processes on how many processes they are spread
 * @param timeout the membership timeout, in whole seconds
 * @param duration how long it lasts
 * @param calm how often there is a quiet moment
 * @param seed settles what is done to whom, as far as the moments are the same
 */
record Plan(int members, int processes, Duration timeout, Duration duration, Duration calm, long seed) {

	/** When all have to see what is: the promise for a death, and one heartbeat. */
	Duration settling() {
		return this.timeout.plus(this.timeout.dividedBy(3)).plusSeconds(1);
	}

}
