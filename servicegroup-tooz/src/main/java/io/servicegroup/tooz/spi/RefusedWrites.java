package io.servicegroup.tooz.spi;

import java.time.Duration;

import io.servicegroup.tooz.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers when the store last refused a write, for {@link Backend#requireWritable}.
 * Members whose heartbeats were refused send the next one within half the timeout (Java
 * within a third, Python within a half), so until then a missing member may be alive.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class RefusedWrites {

	private final Duration grace;

	private volatile @Nullable Long last;

	/**
	 * Creates the record of a store that has refused nothing.
	 * @param membershipTimeout the membership timeout
	 */
	public RefusedWrites(Duration membershipTimeout) {
		this.grace = membershipTimeout.dividedBy(2).plusSeconds(1);
	}

	/** Records that the store has just refused a write. */
	public void refused() {
		this.last = System.nanoTime();
	}

	/**
	 * Throws if the store has refused a write within the last half of the timeout and one
	 * second.
	 * @param store the store's name for the error
	 */
	public void requireNone(Object store) {
		Long refusal = this.last;
		if (refusal != null && System.nanoTime() - refusal < this.grace.toNanos()) {
			throw new StoreUnavailableException(store + " refused a write less than " + this.grace.toMillis()
					+ " ms ago, so members that are missing may be alive. Free memory or disk space on the server, "
					+ "or correct the address, if this does not end by itself", null);
		}
	}

}
