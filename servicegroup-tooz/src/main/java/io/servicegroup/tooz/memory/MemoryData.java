package io.servicegroup.tooz.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.spi.AnnotationStore;
import org.jspecify.annotations.Nullable;

/**
 * The data of a {@link MemoryStore}: groups by id, and holds of locks by key. Guarded by
 * the store's lock.
 */
final class MemoryData {

	private static final int MAX_DEPARTURES = 1000;

	private final Map<String, Group> groups = new TreeMap<>();

	private final Map<String, List<Hold>> locks = new TreeMap<>();

	/** The groups and locks that have changed since the last {@link #takeChanged}. */
	private Set<String> changed = new HashSet<>();

	private long changes;

	private long lastToken;

	private Instant now = Instant.MIN;

	Map<String, Group> groups() {
		return this.groups;
	}

	Group group(String id) {
		Group group = this.groups.get(id);
		if (group == null) {
			throw new GroupNotFoundException(id);
		}
		return group;
	}

	List<Hold> holds(String lock) {
		return this.locks.getOrDefault(lock, Collections.emptyList());
	}

	@Nullable Hold hold(String lock, MemoryLease lease) {
		return holds(lock).stream().filter((hold) -> hold.lease() == lease).findFirst().orElse(null);
	}

	/** Adds a hold with a fencing token that is greater than all previous ones. */
	Hold addHold(String lock, MemoryLease lease, boolean shared) {
		Hold hold = new Hold(lease, shared, ++this.lastToken);
		this.locks.computeIfAbsent(lock, (key) -> new ArrayList<>()).add(hold);
		return hold;
	}

	boolean removeHolds(String lock, Predicate<MemoryLease> which) {
		boolean removed = holds(lock).removeIf((hold) -> which.test(hold.lease()));
		if (removed) {
			changed(lock);
		}
		if (holds(lock).isEmpty()) {
			this.locks.remove(lock);
		}
		return removed;
	}

	/** Renews the leases of the matching members. */
	void renew(Instant time, Predicate<String> memberIds) {
		Stream<MemoryLease> ofMembers = this.groups.values()
			.stream()
			.flatMap((group) -> group.members.values().stream())
			.map(Member::lease);
		Stream<MemoryLease> ofLocks = this.locks.values().stream().flatMap(List::stream).map(Hold::lease);
		Stream.concat(ofMembers, ofLocks)
			.filter((lease) -> memberIds.test(lease.memberId()))
			.forEach((lease) -> lease.renew(time));
	}

	/** Removes all members and holds whose lease has expired. */
	void removeExpired(Instant time) {
		this.now = time;
		remove((lease) -> lease.isExpired(time), Departure.DIED);
	}

	/**
	 * Removes all members and holds of the matching leases.
	 * @param how how the members leave
	 */
	void remove(Predicate<MemoryLease> which, Departure how) {
		this.groups.forEach((id, group) -> {
			List<String> gone = group.members.entrySet()
				.stream()
				.filter((member) -> which.test(member.getValue().lease()))
				.map(Map.Entry::getKey)
				.toList();
			gone.forEach((member) -> group.remove(member, how));
			if (!gone.isEmpty()) {
				changed(id);
			}
		});
		Set.copyOf(this.locks.keySet()).forEach((lock) -> removeHolds(lock, which));
	}

	/**
	 * Removes all data except the last fencing token, because later tokens must be
	 * greater.
	 */
	void clear() {
		this.groups.keySet().forEach(this::changed);
		this.locks.keySet().forEach(this::changed);
		this.groups.clear();
		this.locks.clear();
	}

	/** Returns the time of the current call. */
	Instant now() {
		return this.now;
	}

	void changed(String key) {
		this.changed.add(key);
		this.changes++;
	}

	/** Returns the number of changes so far. */
	long changes() {
		return this.changes;
	}

	Set<String> takeChanged() {
		Set<String> taken = this.changed;
		this.changed = new HashSet<>();
		return taken;
	}

	/** A group's members by id, and its annotations as one record. */
	static final class Group {

		final Map<String, Member> members = new LinkedHashMap<>();

		byte[] annotations = AnnotationStore.NOTHING;

		/** How the last members left. */
		final Map<String, Departure> departures = new LinkedHashMap<>();

		void remove(String member, Departure how) {
			this.members.remove(member);
			this.departures.remove(member);
			this.departures.put(member, how);
			if (this.departures.size() > MAX_DEPARTURES) {
				this.departures.remove(this.departures.keySet().iterator().next());
			}
		}

	}

	/** A member's entry. The lease identifies its owner. */
	record Member(byte[] capabilities, MemoryLease lease, Instant joinedAt) {
	}

	/** A lock that is held. The lease identifies its owner. */
	record Hold(MemoryLease lease, boolean shared, long token) {
	}

}
