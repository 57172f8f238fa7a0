package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A contender for a lock. The lock is a key that only one contender can create. The key
 * is attached to a lease of that contender. The lease identifies the holder, even if the
 * answer to the creation was lost.
 */
final class EtcdLock implements LockContender {

	private final EtcdGateway gateway;

	private final String key;

	private final byte[] value;

	private final EtcdLease lease;

	private final EtcdRenewals renewals;

	/** The store's revision that created the key. It grows with each acquisition. */
	private volatile long createRevision;

	EtcdLock(EtcdGateway gateway, EtcdRenewals renewals, String key, byte[] value, Duration timeout) {
		this.gateway = gateway;
		this.renewals = renewals;
		this.key = key;
		this.value = value;
		this.lease = new EtcdLease(gateway, timeout);
	}

	/**
	 * Reads the key first, so that a waiting contender neither writes nor has a lease.
	 * Renews a lease left by an earlier call, as the time to live counts from this call.
	 */
	@Override
	public boolean tryAcquire(boolean shared) {
		EtcdEntry found = read();
		if (found != null && !this.lease.owns(found)) {
			return false;
		}
		this.lease.keepAlive();
		EtcdEntry holder = this.lease.with(this::create);
		if (holder == null || !this.lease.owns(holder)) {
			return false;
		}
		this.createRevision = holder.createRevision();
		return true;
	}

	/** Creates the key if it does not exist. Returns the new or the existing entry. */
	private @Nullable EtcdEntry create(long id) {
		EtcdTxn txn = EtcdTxn.when(EtcdCompare.absent(this.key))
			.then(EtcdTxn.put(this.key, this.value, id), EtcdTxn.read(this.key))
			.otherwise(EtcdTxn.read(this.key));
		JsonNode answer = this.gateway.call("kv/txn", txn.body());
		int last = answer.path("responses").size() - 1;
		return EtcdEntry.one(answer.at("/responses/" + last + "/response_range"));
	}

	private @Nullable EtcdEntry read() {
		return read(this.gateway, this.key);
	}

	static @Nullable EtcdEntry read(EtcdGateway gateway, String key) {
		return EtcdEntry.one(gateway.call("kv/range", Map.of("key", EtcdKeys.bytes(key))));
	}

	@Override
	public boolean renew() {
		return this.lease.keepAlive() && isHeld();
	}

	@Override
	public BooleanSupplier sendRenewal() {
		return this.renewals.add(this);
	}

	String key() {
		return this.key;
	}

	EtcdLease lease() {
		return this.lease;
	}

	/**
	 * Returns whether the key has this contender's lease. If it has, no other contender
	 * has held the lock since the acquisition, as the lease has no other key.
	 */
	@Override
	public boolean isHeld() {
		return isHolder(read());
	}

	boolean isHolder(@Nullable EtcdEntry found) {
		return found != null && this.lease.owns(found);
	}

	/**
	 * Deletes the key, then revokes the lease. The second step lets a creation fail that
	 * is still in flight.
	 */
	@Override
	public boolean release() {
		long id = this.lease.id();
		if (id == 0) {
			return false;
		}
		EtcdTxn txn = EtcdTxn.when(EtcdCompare.hasLease(this.key, id)).then(EtcdTxn.delete(this.key));
		boolean held = this.gateway.call("kv/txn", txn.body()).path("succeeded").asBoolean(false);
		this.lease.revoke();
		return held;
	}

	@Override
	public boolean breakHold() {
		return this.gateway.call("kv/deleterange", Map.of("key", EtcdKeys.bytes(this.key)))
			.path("deleted")
			.asLong(0) > 0;
	}

	@Override
	public long fencingToken() {
		return this.createRevision;
	}

	@Override
	public Duration timeToLive() {
		return this.lease.timeToLive();
	}

}
