package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.MemberAlreadyExist;
import io.servicegroup.tooz.MemberNotJoined;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What this instance writes under its member id. Its lease tells it from another process
 * under the same id.
 */
final class EtcdMembership {

	/** Two operations each: a transaction has at most 128, unless the server says so. */
	private static final int GROUPS_PER_READING = 64;

	private final EtcdGateway gateway;

	private final String memberId;

	private final EtcdLease lease;

	EtcdMembership(EtcdGateway gateway, String memberId, Duration timeout) {
		this.gateway = gateway;
		this.memberId = memberId;
		this.lease = new EtcdLease(gateway, timeout);
	}

	/** The time after which the server drops this member. */
	Duration timeout() {
		return this.lease.timeToLive();
	}

	/** As in any other backend, who joins lives for a whole timeout from then on. */
	void join(String group, byte[] capabilities) {
		this.lease.keepAlive();
		JsonNode answer = this.lease.with((id) -> {
			// An entry without a lease is nobody's: no living process keeps it.
			JsonNode entered = put(group, capabilities, id, 0);
			EtcdEntry present = EtcdEntry.one(entered.at("/responses/1/response_range"));
			return (present != null && this.lease.isOf(present)) ? put(group, capabilities, id, id) : entered;
		});
		if (!succeeded(answer)) {
			boolean exists = EtcdEntry.one(answer.at("/responses/0/response_range")) != null;
			throw exists ? new MemberAlreadyExist(group, this.memberId) : new GroupNotCreated(group);
		}
	}

	/** Writes the entry, if the present one has the lease. */
	private JsonNode put(String group, byte[] capabilities, long id, long presentLease) {
		String key = EtcdKeys.member(group, this.memberId);
		String groupKey = EtcdKeys.group(group);
		return this.gateway.call("kv/txn",
				EtcdTxn.when(EtcdCompare.exists(groupKey), EtcdCompare.leased(key, presentLease))
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
				EtcdTxn.when(EtcdCompare.leased(key, id)).then(EtcdTxn.delete(key)).body()))) {
			throw new MemberNotJoined(group, this.memberId);
		}
	}

	void evict(String group) {
		String key = EtcdKeys.member(group, this.memberId);
		if (!succeeded(
				this.gateway.call("kv/txn", EtcdTxn.when(EtcdCompare.exists(key)).then(EtcdTxn.delete(key)).body()))) {
			throw new MemberNotJoined(group, this.memberId);
		}
	}

	/**
	 * Prolongs the lease, and looks at the entries.
	 * @param memberships the groups, at least one, with the capabilities
	 * @return those in which the member does not stand, or stands with other ones
	 */
	Set<String> beat(Map<String, byte[]> memberships) {
		this.lease.keepAlive();
		Set<String> lost = new LinkedHashSet<>();
		List<String> groups = List.copyOf(memberships.keySet());
		for (int from = 0; from < groups.size(); from += GROUPS_PER_READING) {
			List<String> some = groups.subList(from, Math.min(groups.size(), from + GROUPS_PER_READING));
			Iterator<JsonNode> answers = read(some).iterator();
			for (String group : some) {
				boolean exists = EtcdEntry.one(answers.next().path("response_range")) != null;
				EtcdEntry own = EtcdEntry.one(answers.next().path("response_range"));
				if (!exists || !stands(group, own, memberships.get(group))) {
					lost.add(group);
				}
			}
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

	private boolean stands(String group, @Nullable EtcdEntry own, byte @Nullable [] capabilities) {
		if (own == null || own.lease() == 0) {
			return false;
		}
		if (!this.lease.isOf(own)) {
			throw new MemberAlreadyExist(group, this.memberId);
		}
		return Arrays.equals(own.value(), capabilities);
	}

	/** Takes back the sign of life, which only this instance has. */
	void release() {
		this.lease.revoke();
	}

}
