package io.servicegroup.tooz.etcd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a group as they were read last. Not thread-safe.
 */
final class EtcdGroupKeys {

	private final String rawPrefix;

	private final Interval all;

	/** The keys by {@link EtcdEntry#rawKey()}; that of the group itself is among them. */
	private NavigableMap<String, Key> keys = new TreeMap<>();

	/** The members by id, without {@link #changes}. */
	private VersionedMap<StoredMember> members = VersionedMap.empty();

	/** Members that have changed, by id; {@code null} if the key was deleted. */
	private final Map<String, @Nullable StoredMember> changes = new HashMap<>();

	private @Nullable Key anchor;

	private boolean modified;

	/**
	 * Creates an empty set of keys.
	 * @param prefix the group's key
	 */
	EtcdGroupKeys(String prefix) {
		this.rawPrefix = EtcdKeys.raw(EtcdKeys.bytes(prefix));
		this.all = new Interval(this.rawPrefix, EtcdKeys.raw(EtcdKeys.prefixEnd(prefix)));
	}

	/** Returns the interval of all keys of the group. */
	Interval all() {
		return this.all;
	}

	int size() {
		return this.keys.size();
	}

	int size(Interval interval) {
		return within(interval).size();
	}

	private NavigableMap<String, Key> within(Interval interval) {
		return this.keys.subMap(interval.from(), true, interval.to(), false);
	}

	/**
	 * Returns the member whose lease shows that the store still has the same data, or
	 * {@code null} if no member has a lease. It is the one that has not changed for
	 * longest.
	 */
	@Nullable Key anchor() {
		return this.anchor;
	}

	/** Splits the group into intervals with about the same number of keys. */
	List<Interval> parts(int number) {
		int size = (this.keys.size() + number - 1) / number;
		List<String> starts = new ArrayList<>();
		int i = 0;
		for (String key : this.keys.keySet()) {
			if (i++ % size == 0) {
				starts.add(key);
			}
		}
		starts.set(0, this.all.from());
		starts.add(this.all.to());
		List<Interval> parts = new ArrayList<>();
		for (int start = 0; start < starts.size() - 1; start++) {
			parts.add(new Interval(starts.get(start), starts.get(start + 1)));
		}
		return parts;
	}

	/** Takes all entries of the group. */
	void takeAll(List<EtcdEntry> entries, Instant now) {
		NavigableMap<String, Key> before = this.keys;
		this.keys = new TreeMap<>();
		entries.forEach((entry) -> this.keys.put(entry.rawKey(), key(entry, before.get(entry.rawKey()), now)));
		before.values().stream().filter((key) -> !this.keys.containsKey(key.raw())).forEach(this::noteDeleted);
		this.anchor = findAnchor();
	}

	/**
	 * Takes changes, if they lead to the number of keys that the store has.
	 * @param changed the entries that were written after the last reading
	 * @param count the number of all keys of the group in the store
	 * @param intervals the intervals in which the keys were listed
	 * @param listed the entries in each interval, without values
	 * @return {@code false} if not all changes are known; then nothing has been taken
	 */
	boolean takeChanges(List<EtcdEntry> changed, long count, List<Interval> intervals, List<List<EtcdEntry>> listed,
			Instant now) {
		Set<String> written = new HashSet<>();
		changed.forEach((entry) -> written.add(entry.rawKey()));
		Set<String> deleted = new HashSet<>();
		for (int i = 0; i < intervals.size(); i++) {
			Set<String> present = new HashSet<>();
			for (EtcdEntry entry : listed.get(i)) {
				Key known = this.keys.get(entry.rawKey());
				if (!written.contains(entry.rawKey()) && (known == null || !known.isUnchanged(entry))) {
					return false;
				}
				present.add(entry.rawKey());
			}
			within(intervals.get(i)).keySet().stream().filter((key) -> !present.contains(key)).forEach(deleted::add);
		}
		long added = written.stream().filter((key) -> !this.keys.containsKey(key)).count();
		if (this.keys.size() - deleted.size() + added != count) {
			return false;
		}
		deleted.forEach(this::delete);
		changed.forEach((entry) -> take(entry, now));
		return true;
	}

	/**
	 * Takes keys of which it is known that no others have changed.
	 * @param revisions the revisions that last changed the keys
	 * @param read the entries of these keys as they were read then, without those that
	 * were deleted
	 * @return {@code false} if what was read does not agree; then nothing has been taken
	 */
	boolean takeNamed(Map<String, Long> revisions, Map<String, EtcdEntry> read, Instant now) {
		for (Map.Entry<String, Long> named : revisions.entrySet()) {
			EtcdEntry entry = read.get(named.getKey());
			if ((entry != null) ? entry.modRevision() != named.getValue() : !this.keys.containsKey(named.getKey())) {
				return false;
			}
		}
		revisions.keySet().stream().filter((raw) -> !read.containsKey(raw)).forEach(this::delete);
		read.values().forEach((entry) -> take(entry, now));
		return true;
	}

	private void take(EtcdEntry entry, Instant now) {
		this.keys.compute(entry.rawKey(), (raw, before) -> key(entry, before, now));
	}

	private void delete(String raw) {
		noteDeleted(this.keys.remove(raw));
	}

	/** Keeps the object of a member whose bytes have not changed. */
	private Key key(EtcdEntry entry, @Nullable Key before, Instant now) {
		if (before != null && Arrays.equals(before.member().capabilities(), entry.value())) {
			return new Key(entry.rawKey(), before.id(), entry.modRevision(), entry.lease(), before.member());
		}
		String id = entry.keyAfter(this.rawPrefix);
		StoredMember member = new StoredMember(entry.value(), null, now);
		note(id, member);
		return new Key(entry.rawKey(), id, entry.modRevision(), entry.lease(), member);
	}

	private void noteDeleted(@Nullable Key key) {
		if (key != null) {
			note(key.id(), null);
		}
	}

	private void note(String id, @Nullable StoredMember member) {
		this.modified = true;
		this.changes.put(id, member);
	}

	private @Nullable Key findAnchor() {
		Key oldest = null;
		for (Key key : this.keys.values()) {
			if (key.lease() != 0 && (oldest == null || key.modRevision() < oldest.modRevision())) {
				oldest = key;
			}
		}
		return oldest;
	}

	/** Returns whether a key or value has changed since the last call. */
	boolean takeModified() {
		boolean was = this.modified;
		this.modified = false;
		return was;
	}

	/** Returns the members; none if the group's own key is missing. */
	Map<String, StoredMember> members() {
		// The group's own key.
		this.changes.remove("");
		this.members = this.members.with(this.changes);
		this.changes.clear();
		return this.keys.containsKey(this.rawPrefix) ? this.members : Map.of();
	}

	/**
	 * A key.
	 *
	 * @param raw the key's bytes, see {@link EtcdEntry#rawKey()}
	 * @param id the member's id
	 * @param modRevision the store's revision that last wrote the key
	 * @param lease the lease with which the key expires, or 0
	 * @param member the member
	 */
	record Key(String raw, String id, long modRevision, long lease, StoredMember member) {

		byte[] bytes() {
			return EtcdKeys.bytesOfRaw(this.raw);
		}

		boolean isUnchanged(@Nullable EtcdEntry entry) {
			return entry != null && entry.rawKey().equals(this.raw) && entry.modRevision() == this.modRevision
					&& entry.lease() == this.lease;
		}

		/** Starts a transaction that succeeds only if this key has not changed. */
		EtcdTxn whenUnchanged() {
			return EtcdTxn.when(EtcdCompare.writtenIn(bytes(), this.modRevision),
					EtcdCompare.hasLease(bytes(), this.lease));
		}

	}

	/**
	 * An interval of keys.
	 *
	 * @param from the first key, as {@link EtcdEntry#rawKey()}
	 * @param to the first key after the interval
	 */
	record Interval(String from, String to) {

		byte[] fromBytes() {
			return EtcdKeys.bytesOfRaw(this.from);
		}

		byte[] toBytes() {
			return EtcdKeys.bytesOfRaw(this.to);
		}

	}

}
