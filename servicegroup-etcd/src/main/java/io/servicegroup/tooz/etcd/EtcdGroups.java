package io.servicegroup.tooz.etcd;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.spi.Backend.StoredMember;

/**
 * Reads, creates and deletes groups. etcd deletes the keys of members whose lease has
 * expired, so every entry is a live member.
 */
final class EtcdGroups {

	private final EtcdClient client;

	private final Clock clock = Clock.systemUTC();

	EtcdGroups(EtcdClient client) {
		this.client = client;
	}

	/** Checks that the server answers and has a quorum, with a minimal read. */
	void ping() {
		this.client.call(EtcdClient.RANGE, Map.of("key", EtcdKeys.bytes(EtcdKeys.GROUPS), "count_only", true));
	}

	/**
	 * Returns the ids of all groups. A group's key ends with a slash, a member's key does
	 * not. Unlike tooz, does not list members as groups.
	 */
	Set<String> ids() {
		Set<String> ids = new LinkedHashSet<>();
		String rawPrefix = EtcdKeys.raw(EtcdKeys.bytes(EtcdKeys.GROUPS));
		for (EtcdEntry entry : range(EtcdKeys.GROUPS, rawPrefix, true)) {
			String path = entry.keyAfter(rawPrefix);
			if (path.indexOf('/') == path.length() - 1) {
				ids.add(path.substring(0, path.length() - 1));
			}
		}
		return ids;
	}

	private List<EtcdEntry> range(String prefix, String rawPrefix, boolean keysOnly) {
		EtcdAnswer answer = this.client.call(EtcdClient.RANGE,
				Map.of("key", EtcdKeys.bytes(prefix), "range_end", EtcdKeys.prefixEnd(prefix), "keys_only", keysOnly));
		return answer.entries().stream().filter((entry) -> entry.rawKey().startsWith(rawPrefix)).toList();
	}

	void create(String group) {
		String key = EtcdKeys.group(group);
		EtcdTxn txn = EtcdTxn.when(EtcdCompare.absent(key)).then(EtcdTxn.put(key, EtcdKeys.bytes(key), 0));
		if (!succeeded(txn)) {
			throw new GroupAlreadyExistsException(group);
		}
	}

	private boolean succeeded(EtcdTxn txn) {
		return this.client.call(EtcdClient.TXN, txn.body()).succeeded();
	}

	/** Deletes an empty group. The transaction excludes a concurrent join. */
	void delete(String group) {
		String key = EtcdKeys.group(group);
		EtcdAnswer answer = this.client.call(EtcdClient.TXN,
				EtcdTxn.when(EtcdCompare.exists(key), EtcdCompare.nothingUnder(key))
					.then(EtcdTxn.delete(key), EtcdTxn.delete(EtcdKeys.switches(group)))
					.otherwise(EtcdTxn.read(key))
					.body());
		if (!answer.succeeded()) {
			boolean exists = answer.part(0).entry() != null;
			throw exists ? new GroupNotEmptyException(group) : new GroupNotFoundException(group);
		}
	}

	Map<String, StoredMember> members(String group) {
		String prefix = EtcdKeys.group(group);
		String rawPrefix = EtcdKeys.raw(EtcdKeys.bytes(prefix));
		List<EtcdEntry> entries = range(prefix, rawPrefix, false);
		Instant now = this.clock.instant();
		if (entries.isEmpty() || !entries.get(0).rawKey().equals(rawPrefix)) {
			throw new GroupNotFoundException(group);
		}
		Map<String, StoredMember> members = new LinkedHashMap<>(entries.size() * 4 / 3 + 1);
		for (EtcdEntry entry : entries.subList(1, entries.size())) {
			members.put(entry.keyAfter(rawPrefix), new StoredMember(entry.value(), null, now));
		}
		return members;
	}

}
