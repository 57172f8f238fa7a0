package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;

/**
 * What a fault has cost.
 *
 * @param outage how long a member could not read, at worst; without a quorum, until all
 * said that they were down
 * @param recovery until all had beaten and read, once a leader served again
 * @param down whether a member's health was down before it was mended
 * @param left who was told to have left, and to whom
 * @param missed who was missing in a reading, and in whose
 */
record EnsembleCost(EnsembleFault fault, Duration outage, Duration recovery, boolean down, List<String> left,
		List<String> missed) {

	@Override
	public String toString() {
		return "%-15s outage %5d ms, recovery %5d ms, down %s, left %s, missed %s".formatted(this.fault,
				this.outage.toMillis(), this.recovery.toMillis(), this.down, this.left, this.missed);
	}

}
