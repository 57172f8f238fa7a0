package io.servicegroup.tooz.coordination;

import io.servicegroup.tooz.CoordinationException;
import org.jspecify.annotations.Nullable;

/**
 * The wanted capabilities in a group. The lock of the {@link MembershipReconciler} guards
 * the mutable fields.
 */
final class WantedCapabilities {

	/** Increases with each change. */
	final long number;

	final byte[] capabilities;

	/** The capabilities to restore if the store refuses these. */
	volatile @Nullable WantedCapabilities before;

	/** Whether the store is known to have these capabilities. */
	boolean written;

	/** Whether the thread that updates the capabilities may not have tried yet. */
	volatile boolean isNew;

	/** Why the last write failed. */
	@Nullable CoordinationException failure;

	WantedCapabilities(long number, byte[] capabilities, @Nullable WantedCapabilities before) {
		this.number = number;
		this.capabilities = capabilities;
		this.before = before;
		this.isNew = before != null;
		if (before != null) {
			before.before = root(before.before);
		}
	}

	/** Returns the oldest of the chain, so that at most three are kept. */
	private static @Nullable WantedCapabilities root(@Nullable WantedCapabilities wanted) {
		return (wanted == null || wanted.before == null) ? wanted : root(wanted.before);
	}

	/**
	 * Returns whether this heartbeat has to write these capabilities. The first heartbeat
	 * leaves new ones to the thread that updates them, and the next one takes over: on a
	 * slow network, the first would otherwise end too late to count in time.
	 */
	boolean takeForHeartbeat() {
		boolean taken = !this.written && !this.isNew;
		this.isNew = false;
		return taken;
	}

	void throwFailure() {
		if (this.failure != null) {
			throw this.failure;
		}
	}

}
