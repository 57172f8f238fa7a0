package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;

import io.servicegroup.tooz.CoordinationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of released locks. They are kept for a while, as the next acquisition of a
 * lock can use them, and then revoked. Thread-safe.
 */
final class EtcdIdleLeases implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EtcdIdleLeases.class);

	private static final Duration KEPT = Duration.ofSeconds(1);

	private final EtcdClient client;

	private final Duration timeout;

	/** The last one was added last. */
	private final Deque<EtcdLease> idle = new ArrayDeque<>();

	private boolean checking;

	/**
	 * Creates the leases; makes no call.
	 * @param timeout the time to live to request
	 */
	EtcdIdleLeases(EtcdClient client, Duration timeout) {
		this.client = client;
		this.timeout = timeout;
	}

	/** Returns a lease without an id, which the caller alone uses. */
	EtcdLease create() {
		return new EtcdLease(this.client, this.timeout);
	}

	/** Returns a kept lease if there is one, which the caller alone uses from now on. */
	synchronized EtcdLease take() {
		EtcdLease last = this.idle.pollLast();
		return (last != null) ? last : create();
	}

	/** Adds a lease to which no key is attached, and that the caller uses no more. */
	synchronized void add(EtcdLease lease) {
		if (lease.id() != 0) {
			lease.idleSince = System.nanoTime();
			this.idle.add(lease);
			checkLater();
		}
	}

	/** One check serves all, so that a lock that is held for a moment wakes no thread. */
	private void checkLater() {
		if (!this.checking) {
			try {
				Future<?> unused = HttpClients.schedule(KEPT, this::check);
				this.checking = true;
			}
			catch (Error ex) {
				logger.debug("No thread can be started to revoke a lease: it expires", ex);
			}
		}
	}

	private void check() {
		List<EtcdLease> old = new ArrayList<>();
		synchronized (this) {
			this.checking = false;
			long since = System.nanoTime() - KEPT.toNanos();
			while (!this.idle.isEmpty() && this.idle.getFirst().idleSince - since <= 0) {
				old.add(this.idle.removeFirst());
			}
			if (!this.idle.isEmpty()) {
				checkLater();
			}
		}
		try {
			old.forEach(EtcdLease::revoke);
		}
		catch (CoordinationException ex) {
			logger.debug("Leases of released locks were not revoked: they expire", ex);
		}
	}

	/** Revokes the leases, until a revocation fails. */
	@Override
	public void close() {
		List<EtcdLease> all;
		synchronized (this) {
			all = List.copyOf(this.idle);
			this.idle.clear();
		}
		all.forEach(EtcdLease::revoke);
	}

}
