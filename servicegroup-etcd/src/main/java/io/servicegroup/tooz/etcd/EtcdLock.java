package io.servicegroup.tooz.etcd;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.format.Printable;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * A contender for a lock. The lock is a key that only one contender can create. The key
 * is attached to a lease of that contender. The lease identifies the holder, even if the
 * answer to the creation was lost.
 */
final class EtcdLock implements LockContender {

	private final EtcdClient client;

	private final String key;

	private final byte[] value;

	/** A lease that only this contender uses. */
	private volatile EtcdLease lease;

	private final EtcdRenewals renewals;

	private final EtcdReleases releases;

	private final EtcdIdleLeases idleLeases;

	private final Clock clock = Clock.systemUTC();

	/** Whether the lock was released since the last try, as a watch reported. */
	private final AtomicBoolean released = new AtomicBoolean();

	/**
	 * The store's revision that created the key, which grows with each acquisition, plus
	 * the time at which the store was first used, by the clock of the member that used
	 * it. So tokens increase also after the store has lost its data, when revisions are
	 * counted from the beginning.
	 */
	private volatile long token;

	/** Whether another contender held the lock at the last try. */
	private volatile boolean contended;

	/**
	 * Whether a creation or deletion of the key may be in flight, with a lease that is
	 * not revoked. Another lock must not use that lease.
	 */
	private volatile boolean uncertain;

	EtcdLock(EtcdClient client, EtcdRenewals renewals, EtcdReleases releases, EtcdIdleLeases idleLeases, String key,
			byte[] value) {
		this.client = client;
		this.renewals = renewals;
		this.releases = releases;
		this.idleLeases = idleLeases;
		this.key = key;
		this.value = value;
		this.lease = idleLeases.create();
	}

	/**
	 * Reads the key first, so that a waiting contender neither writes nor has a lease;
	 * but not after a report of its deletion, as a hand-over waits for each call, nor at
	 * first if a lease is left from a release a moment ago.
	 */
	@Override
	public boolean tryAcquire(boolean shared) {
		boolean reported = this.released.getAndSet(false);
		if (reported || !this.contended) {
			takeLease();
		}
		boolean probablyFree = reported || (this.lease.id() != 0 && !this.contended);
		EtcdEntry found = probablyFree ? null : read();
		boolean acquired = (found == null || this.lease.owns(found)) && acquire();
		this.contended = !acquired;
		if (!acquired && !this.uncertain) {
			returnLease();
		}
		return acquired;
	}

	private void takeLease() {
		if (this.lease.id() == 0) {
			this.lease = this.idleLeases.take();
		}
	}

	private void returnLease() {
		EtcdLease returned = this.lease;
		this.lease = this.idleLeases.create();
		this.idleLeases.add(returned);
	}

	private boolean acquire() {
		takeLease();
		try {
			Boolean answer = (this.lease.id() != 0) ? createWhileRenewing() : null;
			return (answer != null) ? answer : this.lease.with(this::create);
		}
		catch (RuntimeException ex) {
			this.uncertain = true;
			throw ex;
		}
	}

	/**
	 * Renews a lease left by an earlier call, as the time to live counts from this call,
	 * and creates the key. Returns {@code null} if the lease has expired.
	 */
	private @Nullable Boolean createWhileRenewing() {
		long id = this.lease.id();
		EtcdCall<EtcdAnswer> creation = this.client.send(EtcdClient.TXN, creation(id));
		EtcdCall<Boolean> renewal = this.lease.sendKeepAlive();
		try {
			boolean renewed = renewal.await();
			boolean holder = isHolder(creation.await());
			return renewed ? holder : null;
		}
		catch (EtcdStatusException ex) {
			if (!ex.isLeaseExpired()) {
				throw ex;
			}
			return null;
		}
		finally {
			renewal.cancel();
			creation.cancel();
		}
	}

	/**
	 * Creates the key if it does not exist, and returns whether it has this contender's
	 * lease.
	 */
	private boolean create(long id) {
		return isHolder(this.client.call(EtcdClient.TXN, creation(id)));
	}

	/**
	 * Returns the transaction that creates the key if it does not exist. It also creates
	 * the epoch if it does not exist, and reads both.
	 */
	private Map<String, ?> creation(long id) {
		Map<String, ?> ensureEpoch = EtcdTxn.when(EtcdCompare.absent(EtcdKeys.EPOCH))
			.then(EtcdTxn.put(EtcdKeys.EPOCH, EtcdKeys.bytes("" + TimeUnit.MILLISECONDS.toMicros(this.clock.millis())),
					0))
			.nested();
		return EtcdTxn.when(EtcdCompare.absent(this.key))
			.then(EtcdTxn.put(this.key, this.value, id), ensureEpoch, EtcdTxn.read(EtcdKeys.EPOCH),
					EtcdTxn.read(this.key))
			.otherwise(ensureEpoch, EtcdTxn.read(EtcdKeys.EPOCH), EtcdTxn.read(this.key))
			.body();
	}

	private boolean isHolder(EtcdAnswer answer) {
		EtcdEntry holder = answer.part(answer.parts() - 1).entry();
		if (holder == null || !this.lease.owns(holder)) {
			return false;
		}
		this.token = epoch(answer.part(answer.parts() - 2).entry()) + holder.createRevision();
		return true;
	}

	private static long epoch(@Nullable EtcdEntry entry) {
		String text = (entry != null) ? EtcdKeys.text(entry.value()) : "";
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw new SerializationException("Key " + EtcdKeys.EPOCH + " is not a number of microseconds: '"
					+ Printable.of(text) + "'. Delete it: the next acquisition of a lock creates it", ex);
		}
	}

	private @Nullable EtcdEntry read() {
		return read(this.client, this.key);
	}

	static @Nullable EtcdEntry read(EtcdClient client, String key) {
		return client.call(EtcdClient.RANGE, Map.of("key", EtcdKeys.bytes(key))).entry();
	}

	@Override
	public Registration onReleased(Runnable wake) {
		return this.releases.register(this.key, (deleted) -> {
			this.released.set(deleted);
			wake.run();
		});
	}

	@Override
	public boolean renew() {
		return this.lease.keepAlive() && isHeld();
	}

	@Override
	public BooleanSupplier sendRenewal() {
		return this.renewals.add(this.lease, this.key, this::renew);
	}

	/**
	 * Returns whether the key has this contender's lease. If it has, no other contender
	 * has held the lock since the acquisition, as the lease has no other key.
	 */
	@Override
	public boolean isHeld() {
		EtcdEntry found = read();
		return found != null && this.lease.owns(found);
	}

	/**
	 * Deletes the key. Then revokes the lease if an earlier call may still be in flight,
	 * so that it changes nothing. Else keeps it for a while for the next acquisition.
	 */
	@Override
	public boolean release() {
		long id = this.lease.id();
		if (id == 0) {
			return false;
		}
		EtcdTxn txn = EtcdTxn.when(EtcdCompare.hasLease(this.key, id)).then(EtcdTxn.delete(this.key));
		boolean held;
		try {
			held = this.client.call(EtcdClient.TXN, txn.body()).succeeded();
		}
		catch (RuntimeException ex) {
			this.uncertain = true;
			throw ex;
		}
		if (this.uncertain) {
			this.lease.revoke();
			this.uncertain = false;
		}
		else {
			returnLease();
		}
		return held;
	}

	@Override
	public boolean breakHold() {
		return this.client.call("kv/deleterange", Map.of("key", EtcdKeys.bytes(this.key))).deleted() > 0;
	}

	@Override
	public long fencingToken() {
		return this.token;
	}

	@Override
	public Duration timeToLive() {
		return this.lease.timeToLive();
	}

}
