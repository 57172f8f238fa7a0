package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongFunction;

import io.servicegroup.tooz.StoreUnavailableException;

/**
 * A lease that only this instance uses. Requests it on first use, and again after it has
 * expired. Keys attached to the lease expire with it. Thread-safe.
 */
final class EtcdLease {

	private final EtcdClient client;

	private final Duration requested;

	/** The lease's id, or 0 without a lease. */
	private volatile long id;

	private volatile Duration timeToLive;

	/** When no key was attached any more, for {@link EtcdIdleLeases}. */
	long idleSince;

	EtcdLease(EtcdClient client, Duration requested) {
		this.client = client;
		this.requested = requested;
		this.timeToLive = requested;
	}

	/** Returns whether an entry is attached to this lease. */
	boolean owns(EtcdEntry entry) {
		return this.id != 0 && entry.lease() == this.id;
	}

	/** Returns the lease's id, or 0 without a lease. */
	long id() {
		return this.id;
	}

	/**
	 * Returns the time to live that etcd granted last, or the requested one before that.
	 * etcd never grants less than requested.
	 */
	Duration timeToLive() {
		return this.timeToLive;
	}

	/**
	 * Makes a call with the lease, and repeats it with a new lease if this one has
	 * expired.
	 * @param work makes the call; takes the lease's id
	 */
	<T> T with(LongFunction<T> work) {
		long used = grantIfAbsent();
		try {
			return work.apply(used);
		}
		catch (EtcdStatusException ex) {
			if (!ex.isLeaseExpired()) {
				throw ex;
			}
			forget(used);
			return work.apply(grantIfAbsent());
		}
	}

	private synchronized long grantIfAbsent() {
		if (this.id == 0) {
			// Rounds up, as etcd counts leases in whole seconds.
			EtcdAnswer grant = this.client.call("lease/grant",
					Map.of("TTL", this.requested.plusMillis(999).toSeconds()));
			this.timeToLive = Duration.ofSeconds(grant.timeToLive());
			this.id = grant.lease();
		}
		return this.id;
	}

	private synchronized void forget(long expired) {
		if (this.id == expired) {
			this.id = 0;
		}
	}

	/**
	 * Renews the lease.
	 * @return whether the lease still exists
	 */
	boolean keepAlive() {
		return this.id != 0 && sendKeepAlive().await();
	}

	/** Sends a renewal of the lease, which must exist. */
	EtcdCall<Boolean> sendKeepAlive() {
		long kept = this.id;
		return this.client.send(EtcdClient.KEEP_ALIVE, Map.of("ID", kept)).map((answer) -> isKept(kept, answer));
	}

	/**
	 * Takes the answer to a renewal of the lease with the given id.
	 * @throws StoreUnavailableException if it is the answer to another one
	 */
	boolean isKept(long kept, EtcdAnswer answer) {
		if (answer.lease() != kept) {
			throw new StoreUnavailableException("etcd has not answered the renewal of a lease", null);
		}
		if (answer.timeToLive() > 0) {
			return true;
		}
		forget(kept);
		return false;
	}

	/** Revokes the lease, which deletes the keys attached to it. */
	void revoke() {
		long revoked = this.id;
		if (revoked == 0) {
			return;
		}
		try {
			// Of two paths, this is the older one, which all versions serve.
			this.client.call("kv/lease/revoke", Map.of("ID", revoked));
		}
		catch (EtcdStatusException ex) {
			if (!ex.isLeaseExpired()) {
				throw ex;
			}
		}
		forget(revoked);
	}

}
