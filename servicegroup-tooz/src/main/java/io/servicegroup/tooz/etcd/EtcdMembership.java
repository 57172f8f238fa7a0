package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

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

	private final EtcdClient client;

	private final String memberId;

	private final EtcdLease lease;

	EtcdMembership(EtcdClient client, String memberId, Duration timeout) {
		this.client = client;
		this.memberId = memberId;
		this.lease = new EtcdLease(client, timeout);
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
		return this.client.call(EtcdClient.TXN,
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
		if (id == 0 || !succeeded(this.client.call(EtcdClient.TXN,
				EtcdTxn.when(EtcdCompare.hasLease(key, id)).then(EtcdTxn.delete(key)).body()))) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	void evict(String group) {
		String key = EtcdKeys.member(group, this.memberId);
		if (!succeeded(this.client.call(EtcdClient.TXN,
				EtcdTxn.when(EtcdCompare.exists(key)).then(EtcdTxn.delete(key)).body()))) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	/**
	 * Renews the lease and checks the entries, in parallel.
	 * @param memberships the groups, at least one, with the packed capabilities
	 * @return the groups in which the member is not registered, has other capabilities,
	 * or another process holds the member id; a join tells which
	 */
	Set<String> heartbeat(Map<String, byte[]> memberships) {
		List<Supplier<EtcdCall<Map<String, Entries>>>> requests = new ArrayList<>();
		if (this.lease.id() != 0) {
			requests.add(() -> this.lease.sendKeepAlive().map((kept) -> Map.of()));
		}
		List<String> groups = List.copyOf(memberships.keySet());
		for (int from = 0; from < groups.size(); from += GROUPS_PER_TXN) {
			List<String> batch = groups.subList(from, Math.min(groups.size(), from + GROUPS_PER_TXN));
			requests.add(() -> readEach(batch));
		}
		Map<String, Entries> read = new HashMap<>();
		this.client.inParallel(requests).forEach(read::putAll);
		Set<String> lost = new LinkedHashSet<>();
		for (String group : groups) {
			Entries entries = read.get(group);
			if (entries == null || entries.group() == null || !isRegistered(entries.own(), memberships.get(group))) {
				lost.add(group);
			}
		}
		return lost;
	}

	/**
	 * Reads the entries of the groups and of this member. The result lacks the groups
	 * that may not be read: the caller joins a lost group, which fails with the reason.
	 */
	private EtcdCall<Map<String, Entries>> readEach(List<String> groups) {
		EtcdCall<Map<String, Entries>> read = read(groups);
		return new EtcdCall<>() {
			@Override
			public Map<String, Entries> await() {
				try {
					return read.await();
				}
				catch (AccessDeniedException ex) {
					// One denied key fails the whole transaction.
					Map<String, Entries> entries = new HashMap<>();
					if (groups.size() > 1) {
						groups.forEach((group) -> entries.putAll(readEach(List.of(group)).await()));
					}
					return entries;
				}
			}

			@Override
			public void cancel() {
				read.cancel();
			}
		};
	}

	private EtcdCall<Map<String, Entries>> read(List<String> groups) {
		List<Map<String, ?>> reads = new ArrayList<>();
		for (String group : groups) {
			reads.add(EtcdTxn.read(EtcdKeys.group(group)));
			reads.add(EtcdTxn.read(EtcdKeys.member(group, this.memberId)));
		}
		return this.client.send(EtcdClient.TXN, EtcdTxn.always(reads).body()).map((answer) -> {
			Map<String, Entries> entries = new HashMap<>();
			Iterator<JsonNode> answers = answer.path("responses").iterator();
			for (String group : groups) {
				entries.put(group, new Entries(EtcdEntry.one(answers.next().path("response_range")),
						EtcdEntry.one(answers.next().path("response_range"))));
			}
			return entries;
		});
	}

	/**
	 * Returns whether this member is registered with the given capabilities. An entry
	 * with an earlier lease expires.
	 */
	private boolean isRegistered(@Nullable EtcdEntry own, byte @Nullable [] capabilities) {
		return own != null && own.lease() != 0 && this.lease.owns(own) && Arrays.equals(own.value(), capabilities);
	}

	/** Revokes the lease, which removes this member from all groups. */
	void release() {
		this.lease.revoke();
	}

	/**
	 * The entries of a group as a heartbeat read them.
	 *
	 * @param group the entry of the group
	 * @param own the entry of this member
	 */
	private record Entries(@Nullable EtcdEntry group, @Nullable EtcdEntry own) {
	}

}
