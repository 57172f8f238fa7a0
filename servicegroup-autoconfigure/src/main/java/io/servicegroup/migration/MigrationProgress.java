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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who stands in the old place only, as of the last readings: what a reading without the
 * old place would lack, and when there is nobody any more. Thread-safe.
 */
final class MigrationProgress {

	private static final Logger logger = LoggerFactory.getLogger(MigrationProgress.class);

	private final Supplier<String> from;

	private final LongSupplier nanoTime;

	private final Map<String, Group> groups = new HashMap<>();

	private boolean told;

	MigrationProgress(Supplier<String> from, LongSupplier nanoTime) {
		this.from = from;
		this.nanoTime = nanoTime;
	}

	/**
	 * Takes readings of both places down.
	 * @param rest for how long nobody has to be missed before that counts
	 */
	synchronized void note(String group, GroupListing now, GroupListing old, Duration rest) {
		Set<String> ids = ListingMerger.unknownTo(now, old.members().stream().map((member) -> member.id()).toList());
		Set<String> switched = ListingMerger.switchedOnlyIn(old, now);
		Group before = this.groups.get(group);
		boolean settled = ids.isEmpty() && switched.isEmpty();
		Long since = !settled ? null
				: (before != null && before.since != null) ? before.since : (Long) this.nanoTime.getAsLong();
		this.groups.put(group, new Group(ids, switched, !now.members().isEmpty(), old, since));
		tellSwitched(group, switched, before);
		if (!settled) {
			this.told = false;
		}
		else if (!this.told && mayGo(rest)) {
			this.told = true;
			logger.info(
					"Nobody stands in {} alone any more, of the groups {}: once no application asks there alone "
							+ "either, servicegroup.migration.from may go",
					this.from.get(), String.join(", ", byGroup().keySet()));
		}
	}

	private void tellSwitched(String group, Set<String> switched, @Nullable Group before) {
		if (!switched.isEmpty() && (before == null || !before.switched.equals(switched))) {
			logger
				.warn("Operators' switches of {} in group '{}' stand in {} only: turn them again, to have them in the "
						+ "new place, too", switched, group, this.from.get());
		}
	}

	/** Groups without members, such as one that does not exist, prove nothing. */
	private boolean mayGo(Duration rest) {
		return this.groups.values().stream().anyMatch(Group::inhabited)
				&& this.groups.values().stream().allMatch((group) -> isSettled(group, rest));
	}

	private boolean isSettled(Group group, Duration rest) {
		return group.since != null && this.nanoTime.getAsLong() - group.since >= rest.toNanos();
	}

	/**
	 * The old place's last listing without its members, for when it cannot be read: how
	 * they were switched there still counts.
	 * @return nothing where somebody would be missed, or it was not read yet
	 */
	synchronized @Nullable GroupListing withoutMembers(String group, GroupListing now) {
		Group last = this.groups.get(group);
		return (last != null && ListingMerger.unknownTo(now, last.ids).isEmpty())
				? new GroupListing(List.of(), last.listing.switches()) : null;
	}

	/** Whether somebody, or something that was not read yet, may stand there only. */
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
	 * @param ids who stands in the old place only
	 * @param switched whose switches do
	 * @param inhabited whether anybody stands in the new one
	 * @param listing the old place's
	 * @param since from when on nothing was in the old place only, if so
	 */
	private record Group(Set<String> ids, Set<String> switched, boolean inhabited, GroupListing listing,
			@Nullable Long since) {
	}

}
