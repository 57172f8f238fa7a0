package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;

/**
 * What was measured during one fault of an ensemble.
 *
 * @param outage the longest time that a member could not read; without a quorum, the time
 * until all members reported DOWN
 * @param recovery the time from when a leader serves again until all members have sent a
 * heartbeat and read the group
 * @param down whether a member reported DOWN during the fault
 * @param left the live members that were reported as having left, and to which member
 * @param missed the live members that a reading did not contain, and whose reading
 */
record EnsembleResult(EnsembleFault fault, Duration outage, Duration recovery, boolean down, List<String> left,
		List<String> missed) {

	@Override
	public String toString() {
		return "%-15s outage %5d ms, recovery %5d ms, down %s, left %s, missed %s".formatted(this.fault,
				this.outage.toMillis(), this.recovery.toMillis(), this.down, this.left, this.missed);
	}

}
