package io.servicegroup.migration;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.servicegroup.driver.GroupListing;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks which members are registered in the source only, as of the last readings: a
 * reading without the source would lack them. Logs when there are none left. Thread-safe.
 */
final class MigrationProgress {

	private static final Logger logger = LoggerFactory.getLogger(MigrationProgress.class);

	private final Supplier<String> from;

	private final LongSupplier nanoTime;

	private final Map<String, Group> groups = new HashMap<>();

	private boolean completionLogged;

	MigrationProgress(Supplier<String> from, LongSupplier nanoTime) {
		this.from = from;
		this.nanoTime = nanoTime;
	}

	/**
	 * Records readings of a group from both.
	 * @param rest how long no member may be in the source only before the migration
	 * counts as complete
	 */
	synchronized void update(String group, GroupListing inTarget, GroupListing inSource, Duration rest) {
		Set<String> ids = ListingMerger.unknownTo(inTarget,
				inSource.members().stream().map((member) -> member.id()).toList());
		Set<String> switched = ListingMerger.switchedOnlyIn(inSource, inTarget);
		Group before = this.groups.get(group);
		boolean settled = ids.isEmpty() && switched.isEmpty();
		Long since = !settled ? null
				: (before != null && before.since != null) ? before.since : (Long) this.nanoTime.getAsLong();
		this.groups.put(group, new Group(ids, switched, !inTarget.members().isEmpty(), inSource, since));
		logSwitched(group, switched, before);
		if (!settled) {
			this.completionLogged = false;
		}
		else if (!this.completionLogged && isComplete(rest)) {
			this.completionLogged = true;
			logger.info(
					"Migration from {} is complete for groups {}. Remove servicegroup.migration.from once every "
							+ "application runs with the new URL.",
					this.from.get(), String.join(", ", byGroup().keySet()));
		}
	}

	private void logSwitched(String group, Set<String> switched, @Nullable Group before) {
		if (!switched.isEmpty() && (before == null || !before.switched.equals(switched))) {
			logger.warn(
					"Operators' switches of {} in group '{}' are set in {} only: they are lost when the migration ends. "
							+ "Set them again to have them in the target",
					Printable.of(switched), Printable.of(group), this.from.get());
		}
	}

	/**
	 * Returns whether every group has been complete for long enough. Groups without
	 * members, such as one that does not exist, do not suffice.
	 */
	private boolean isComplete(Duration rest) {
		return this.groups.values().stream().anyMatch(Group::hasMembers)
				&& this.groups.values().stream().allMatch((group) -> isSettled(group, rest));
	}

	private boolean isSettled(Group group, Duration rest) {
		return group.since != null && this.nanoTime.getAsLong() - group.since >= rest.toNanos();
	}

	/**
	 * Returns the source's last listing without its members, for use while the source
	 * cannot be read: its switches still apply.
	 * @return the listing, or {@code null} if a member would be missing, or the source
	 * was not read yet
	 */
	synchronized @Nullable GroupListing withoutMembers(String group, GroupListing inTarget) {
		Group last = this.groups.get(group);
		return (last != null && ListingMerger.unknownTo(inTarget, last.ids).isEmpty())
				? new GroupListing(List.of(), last.listing.switches(), last.listing.records()) : null;
	}

	/**
	 * Returns whether a member may be registered in the source only, or no group was read
	 * yet.
	 */
	synchronized boolean isPossible() {
		return this.groups.isEmpty() || this.groups.values().stream().anyMatch((group) -> !group.ids.isEmpty());
	}

	synchronized Map<String, Set<String>> byGroup() {
		Map<String, Set<String>> ids = new TreeMap<>();
		this.groups.forEach((group, last) -> ids.put(group, last.ids));
		return ids;
	}

	synchronized Map<String, Set<String>> switchedByGroup() {
		Map<String, Set<String>> ids = new TreeMap<>();
		this.groups.forEach((group, last) -> {
			if (!last.switched.isEmpty()) {
				ids.put(group, last.switched);
			}
		});
		return ids;
	}

	/**
	 * A group as it was last read.
	 *
	 * @param ids the members that are registered in the source only
	 * @param switched the members with a switch that is set in the source only
	 * @param hasMembers whether the target has members
	 * @param listing the source's listing
	 * @param since since when nothing is in the source only, in nanoseconds, or
	 * {@code null}
	 */
	private record Group(Set<String> ids, Set<String> switched, boolean hasMembers, GroupListing listing,
			@Nullable Long since) {
	}

}
