package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.AccessDeniedException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Registers this instance's member and renews its heartbeat. All entries of the member
 * are attached to one lease, which distinguishes this instance from another process with
 * the same member id.
 */
final class EtcdMembership {

	/**
	 * A group takes two operations, and etcd's default limit is 128 operations per
	 * transaction.
	 */
	private static final int GROUPS_PER_TXN = 64;

	private final EtcdGateway gateway;

	private final String memberId;

	private final EtcdLease lease;

	EtcdMembership(EtcdGateway gateway, String memberId, Duration timeout) {
		this.gateway = gateway;
		this.memberId = memberId;
		this.lease = new EtcdLease(gateway, timeout);
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
		JsonNode answer = this.lease.with((id) -> {
			// An entry without a lease has no live owner, and is replaced.
			JsonNode joined = put(group, capabilities, id, 0);
			EtcdEntry present = EtcdEntry.one(joined.at("/responses/1/response_range"));
			return (present != null && this.lease.owns(present)) ? put(group, capabilities, id, id) : joined;
		});
		if (!succeeded(answer)) {
			boolean exists = EtcdEntry.one(answer.at("/responses/0/response_range")) != null;
			throw exists ? new MemberAlreadyExistsException(group, this.memberId) : new GroupNotFoundException(group);
		}
	}

	/**
	 * Writes the entry if the stored one has the given lease; 0 means no lease or no
	 * entry.
	 */
	private JsonNode put(String group, byte[] capabilities, long id, long presentLease) {
		String key = EtcdKeys.member(group, this.memberId);
		String groupKey = EtcdKeys.group(group);
		return this.gateway.call("kv/txn",
				EtcdTxn.when(EtcdCompare.exists(groupKey), EtcdCompare.hasLease(key, presentLease))
					.then(EtcdTxn.put(key, capabilities, id))
					.otherwise(EtcdTxn.read(groupKey), EtcdTxn.read(key))
					.body());
	}

	private static boolean succeeded(JsonNode txn) {
		return txn.path("succeeded").asBoolean(false);
	}

	void leave(String group) {
		String key = EtcdKeys.member(group, this.memberId);
		long id = this.lease.id();
		if (id == 0 || !succeeded(this.gateway.call("kv/txn",
				EtcdTxn.when(EtcdCompare.hasLease(key, id)).then(EtcdTxn.delete(key)).body()))) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	void evict(String group) {
		String key = EtcdKeys.member(group, this.memberId);
		if (!succeeded(
				this.gateway.call("kv/txn", EtcdTxn.when(EtcdCompare.exists(key)).then(EtcdTxn.delete(key)).body()))) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	/**
	 * Renews the lease and checks the entries.
	 * @param memberships the groups, at least one, with the packed capabilities
	 * @return the groups in which the member is not registered, or has other capabilities
	 * @throws MemberAlreadyExistsException if another process holds the member id in a
	 * group
	 */
	Set<String> heartbeat(Map<String, byte[]> memberships) {
		this.lease.keepAlive();
		Set<String> lost = new LinkedHashSet<>();
		List<String> groups = List.copyOf(memberships.keySet());
		for (int from = 0; from < groups.size(); from += GROUPS_PER_TXN) {
			List<String> batch = groups.subList(from, Math.min(groups.size(), from + GROUPS_PER_TXN));
			lost.addAll(lost(batch, memberships));
		}
		return lost;
	}

	private Set<String> lost(List<String> groups, Map<String, byte[]> memberships) {
		Set<String> lost = new LinkedHashSet<>();
		try {
			Iterator<JsonNode> answers = read(groups).iterator();
			for (String group : groups) {
				boolean exists = EtcdEntry.one(answers.next().path("response_range")) != null;
				EtcdEntry own = EtcdEntry.one(answers.next().path("response_range"));
				if (!exists || !isRegistered(group, own, memberships.get(group))) {
					lost.add(group);
				}
			}
		}
		catch (AccessDeniedException ex) {
			// One denied key fails the whole transaction. The caller joins a lost group,
			// which fails with the reason.
			if (groups.size() == 1) {
				return Set.copyOf(groups);
			}
			groups.forEach((group) -> lost.addAll(lost(List.of(group), memberships)));
		}
		return lost;
	}

	private JsonNode read(List<String> groups) {
		List<Map<String, ?>> reads = new ArrayList<>();
		for (String group : groups) {
			reads.add(EtcdTxn.read(EtcdKeys.group(group)));
			reads.add(EtcdTxn.read(EtcdKeys.member(group, this.memberId)));
		}
		return this.gateway.call("kv/txn", EtcdTxn.always(reads).body()).path("responses");
	}

	private boolean isRegistered(String group, @Nullable EtcdEntry own, byte @Nullable [] capabilities) {
		if (own == null || own.lease() == 0) {
			return false;
		}
		if (!this.lease.owns(own)) {
			throw new MemberAlreadyExistsException(group, this.memberId);
		}
		return Arrays.equals(own.value(), capabilities);
	}

	/** Revokes the lease, which removes this member from all groups. */
	void release() {
		this.lease.revoke();
	}

}
