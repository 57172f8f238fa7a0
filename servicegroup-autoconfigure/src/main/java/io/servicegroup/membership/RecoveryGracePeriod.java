package io.servicegroup.membership;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.servicegroup.GroupView;
import io.servicegroup.MemberSwitches;
import io.servicegroup.tooz.coordination.GracePeriod;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a reading is accepted after the store was unavailable. A store that was
 * frozen, or was restarted with its data, may have expired live members whose heartbeats
 * it did not receive; their next heartbeat registers them again. So for one heartbeat
 * interval and one second, a reading that lacks a known member is rejected, and the view
 * stays stale. Used under the view's lock.
 */
final class RecoveryGracePeriod {

	private final GracePeriod period;

	RecoveryGracePeriod(LongSupplier nanoTime, Supplier<Duration> longestTimeout) {
		this.period = new GracePeriod(nanoTime, longestTimeout);
	}

	void failed() {
		this.period.failed();
	}

	/**
	 * Records that the store has answered, and returns whether the reading is accepted.
	 */
	boolean accepts(@Nullable GroupView before, GroupView now) {
		return this.period.accepts(() -> before == null || GroupViewDiff.haveSameMembers(before, now)
				|| before.members().stream().allMatch((member) -> isAccountedFor(member.id(), now)));
	}

	/** A member that an operator has forced down meanwhile has not expired. */
	private static boolean isAccountedFor(String member, GroupView now) {
		MemberSwitches switches = now.switches().get(member);
		return now.isUp(member) || (switches != null && switches.forcedDown());
	}

}
