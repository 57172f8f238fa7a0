package io.servicegroup.membership;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.servicegroup.GroupView;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a reading is accepted after the store was unavailable. A store that was
 * frozen, or was restarted with its data, may have expired live members whose heartbeats
 * it did not receive; their next heartbeat registers them again. So for one heartbeat
 * interval and one second, a reading that lacks a known member is rejected, and the view
 * stays stale. Used under the view's lock.
 */
final class RecoveryGracePeriod {

	private final LongSupplier nanoTime;

	private final Supplier<Duration> longestTimeout;

	private boolean failed;

	private long lastAnswer;

	private long graceEnd;

	RecoveryGracePeriod(LongSupplier nanoTime, Supplier<Duration> longestTimeout) {
		this.nanoTime = nanoTime;
		this.longestTimeout = longestTimeout;
		this.lastAnswer = nanoTime.getAsLong();
		this.graceEnd = this.lastAnswer;
	}

	void failed() {
		this.failed = true;
	}

	/**
	 * Records that the store has answered, and returns whether the reading is accepted.
	 * An outage shorter than half the timeout expires no member, as there are three
	 * heartbeats in a timeout.
	 */
	boolean accepts(@Nullable GroupView before, GroupView now) {
		long time = this.nanoTime.getAsLong();
		Duration timeout = this.longestTimeout.get();
		if (this.failed && time - this.lastAnswer >= timeout.dividedBy(2).toNanos()) {
			this.graceEnd = time + timeout.dividedBy(3).plusSeconds(1).toNanos();
		}
		this.failed = false;
		this.lastAnswer = time;
		return before == null || time - this.graceEnd >= 0
				|| before.members().stream().allMatch((member) -> isAccountedFor(member.id(), now));
	}

	/** A member that an operator has forced down meanwhile has not expired. */
	private static boolean isAccountedFor(String member, GroupView now) {
		MemberSwitches switches = now.switches().get(member);
		return now.member(member).isPresent() || (switches != null && switches.forcedDown());
	}

}
