package io.servicegroup.membership;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.servicegroup.GroupView;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * What a reading is worth after the store was away. A store that was frozen, or that
 * comes back with its data, has often let members expire that could not tell it that they
 * live: they come back with their next beat. So for one heartbeat and a second a reading
 * that lacks somebody is not believed, and the view stays stale. Used under the view's
 * lock.
 */
final class RecoveryGracePeriod {

	private final LongSupplier nanoTime;

	private final Supplier<Duration> longestTimeout;

	private boolean failed;

	private long lastAnswer;

	private long settled;

	RecoveryGracePeriod(LongSupplier nanoTime, Supplier<Duration> longestTimeout) {
		this.nanoTime = nanoTime;
		this.longestTimeout = longestTimeout;
		this.lastAnswer = nanoTime.getAsLong();
		this.settled = this.lastAnswer;
	}

	void failed() {
		this.failed = true;
	}

	/**
	 * Takes down that the store has answered, and tells whether it may be believed. An
	 * outage shorter than half the timeout has let nobody expire, as hearts beat thrice
	 * in it.
	 */
	boolean believes(@Nullable GroupView before, GroupView now) {
		long time = this.nanoTime.getAsLong();
		Duration timeout = this.longestTimeout.get();
		if (this.failed && time - this.lastAnswer >= timeout.dividedBy(2).toNanos()) {
			this.settled = time + timeout.dividedBy(3).plusSeconds(1).toNanos();
		}
		this.failed = false;
		this.lastAnswer = time;
		return before == null || time - this.settled >= 0
				|| before.members().stream().allMatch((member) -> isAccountedFor(member.id(), now));
	}

	/** An operator may force somebody down just then: that is no expiry. */
	private static boolean isAccountedFor(String member, GroupView now) {
		MemberSwitches switches = now.switches().get(member);
		return now.member(member).isPresent() || (switches != null && switches.forcedDown());
	}

}
