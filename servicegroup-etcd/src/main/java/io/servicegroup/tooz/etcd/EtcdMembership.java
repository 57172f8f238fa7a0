package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;

/**
 * Registers this instance's member, and sends its heartbeats. All entries of the member
 * are attached to one lease, which distinguishes this instance from another process with
 * the same member id.
 */
final class EtcdMembership {

	private final EtcdClient client;

	private final String memberId;

	private final EtcdLease lease;

	private final EtcdHeartbeat heartbeat;

	EtcdMembership(EtcdClient client, String memberId, Duration timeout) {
		this.client = client;
		this.memberId = memberId;
		this.lease = new EtcdLease(client, timeout);
		this.heartbeat = new EtcdHeartbeat(client, memberId, this.lease);
	}

	/** Returns the time without a heartbeat after which the server drops the member. */
	Duration timeout() {
		return this.lease.timeToLive();
	}

	/**
	 * Joins a group. Renews the lease first, so that the member is registered for a whole
	 * timeout from now on.
	 */
	void join(String group, byte[] capabilities) {
		this.lease.keepAlive();
		EtcdAnswer answer = this.lease.with((id) -> {
			// An entry without a lease has no live owner, and is replaced.
			EtcdAnswer joined = put(group, capabilities, id, 0);
			EtcdEntry present = joined.part(1).entry();
			return (present != null && this.lease.owns(present)) ? put(group, capabilities, id, id) : joined;
		});
		if (!answer.succeeded()) {
			boolean exists = answer.part(0).entry() != null;
			throw exists ? new MemberAlreadyExistsException(group, this.memberId) : new GroupNotFoundException(group);
		}
	}

	/**
	 * Writes the entry if the stored one has the given lease; 0 means no lease or no
	 * entry.
	 */
	private EtcdAnswer put(String group, byte[] capabilities, long id, long presentLease) {
		String key = EtcdKeys.member(group, this.memberId);
		String groupKey = EtcdKeys.group(group);
		return this.client.call(EtcdClient.TXN,
				EtcdTxn.when(EtcdCompare.exists(groupKey), EtcdCompare.hasLease(key, presentLease))
					.then(EtcdTxn.put(key, capabilities, id))
					.otherwise(EtcdTxn.read(groupKey), EtcdTxn.read(key))
					.body());
	}

	void leave(String group) {
		String key = EtcdKeys.member(group, this.memberId);
		long id = this.lease.id();
		EtcdTxn txn = EtcdTxn.when(EtcdCompare.hasLease(key, id)).then(EtcdTxn.delete(key));
		if (id == 0 || !this.client.call(EtcdClient.TXN, txn.body()).succeeded()) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	void evict(String group) {
		String key = EtcdKeys.member(group, this.memberId);
		EtcdTxn txn = EtcdTxn.when(EtcdCompare.exists(key)).then(EtcdTxn.delete(key));
		if (!this.client.call(EtcdClient.TXN, txn.body()).succeeded()) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	/** See {@link EtcdHeartbeat#send}. */
	Set<String> heartbeat(Map<String, byte[]> memberships) {
		return this.heartbeat.send(memberships);
	}

	/** Revokes the lease, which removes this member from all groups. */
	void release() {
		this.lease.revoke();
	}

}
