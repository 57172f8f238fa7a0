package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongFunction;

import tools.jackson.databind.JsonNode;

/**
 * A lease of this instance's own: granted when it is needed, and again when it has run
 * out. Whatever is attached to it ends with it.
 */
final class EtcdLease {

	private final EtcdGateway gateway;

	private final Duration asked;

	/** Or 0. */
	private volatile long id;

	private volatile Duration timeToLive;

	EtcdLease(EtcdGateway gateway, Duration asked) {
		this.gateway = gateway;
		this.asked = asked;
		this.timeToLive = asked;
	}

	boolean isOf(EtcdEntry entry) {
		return this.id != 0 && entry.lease() == this.id;
	}

	long id() {
		return this.id;
	}

	/** The time as asked for, or as last granted, which is never less. */
	Duration timeToLive() {
		return this.timeToLive;
	}

	/**
	 * Makes a call that attaches something to the lease, and once more if the lease turns
	 * out to have run out.
	 * @param work takes the lease's id
	 */
	<T> T with(LongFunction<T> work) {
		long used = granted();
		try {
			return work.apply(used);
		}
		catch (EtcdRefusal ex) {
			if (!ex.isLeaseGone()) {
				throw ex;
			}
			forget(used);
			return work.apply(granted());
		}
	}

	private synchronized long granted() {
		if (this.id == 0) {
			// Rounded up: a lease counts whole seconds.
			JsonNode grant = this.gateway.call("lease/grant", Map.of("TTL", this.asked.plusMillis(999).toSeconds()));
			this.timeToLive = Duration.ofSeconds(grant.path("TTL").asLong(0));
			this.id = grant.path("ID").asLong(0);
		}
		return this.id;
	}

	private synchronized void forget(long gone) {
		if (this.id == gone) {
			this.id = 0;
		}
	}

	/**
	 * Prolongs the lease.
	 * @return whether there is one still
	 */
	boolean keepAlive() {
		long kept = this.id;
		if (kept == 0) {
			return false;
		}
		JsonNode answer = this.gateway.call("lease/keepalive", Map.of("ID", kept)).path("result");
		if (answer.path("TTL").asLong(0) > 0) {
			return true;
		}
		forget(kept);
		return false;
	}

	/** Gives the lease back, and what is attached to it. */
	void revoke() {
		long revoked = this.id;
		if (revoked == 0) {
			return;
		}
		try {
			// The older of its two paths, which all versions have.
			this.gateway.call("kv/lease/revoke", Map.of("ID", revoked));
		}
		catch (EtcdRefusal ex) {
			if (!ex.isLeaseGone()) {
				throw ex;
			}
		}
		forget(revoked);
	}

}
