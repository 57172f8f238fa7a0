package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

import io.servicegroup.tooz.CoordinationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of released locks. They are kept for a while, as the next acquisition can
 * use them, and then revoked. Thread-safe.
 */
final class EtcdIdleLeases implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EtcdIdleLeases.class);

	private static final Duration KEPT = Duration.ofSeconds(1);

	private final Map<EtcdLease, Future<?>> revocations = new ConcurrentHashMap<>();

	/** Adds a lease to which no key is attached. */
	void add(EtcdLease lease) {
		if (!lease.release()) {
			return;
		}
		try {
			Future<?> previous = this.revocations.put(lease, HttpClients.schedule(KEPT, () -> revoke(lease)));
			if (previous != null) {
				previous.cancel(false);
			}
		}
		catch (Error ex) {
			logger.debug("No thread can be started to revoke a lease: it expires", ex);
		}
	}

	/** Keeps a lease from being revoked, as it is used again. */
	void remove(EtcdLease lease) {
		lease.hold();
		Future<?> revocation = this.revocations.remove(lease);
		if (revocation != null) {
			revocation.cancel(false);
		}
	}

	private void revoke(EtcdLease lease) {
		this.revocations.remove(lease);
		try {
			lease.revokeIfIdle();
		}
		catch (CoordinationException ex) {
			logger.debug("The lease of a released lock was not revoked: it expires", ex);
		}
	}

	/** Revokes the leases, until a revocation fails. */
	@Override
	public void close() {
		for (EtcdLease lease : this.revocations.keySet()) {
			Future<?> revocation = this.revocations.remove(lease);
			if (revocation != null) {
				revocation.cancel(false);
				lease.revokeIfIdle();
			}
		}
	}

}
