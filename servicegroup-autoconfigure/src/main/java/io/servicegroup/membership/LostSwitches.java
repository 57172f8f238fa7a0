package io.servicegroup.membership;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import io.servicegroup.MemberSwitches;
import io.servicegroup.SwitchLosses;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Remembers the operators' switches of a group that the store has lost, until they are
 * set again or cleared by this application. Thread-safe.
 */
final class LostSwitches {

	private static final Logger logger = LoggerFactory.getLogger(LostSwitches.class);

	private final String group;

	private final Counts counts;

	private @Nullable GroupListing last;

	private Map<String, MemberSwitches> lost = Map.of();

	LostSwitches(String group, Counts counts) {
		this.group = group;
		this.counts = counts;
	}

	/**
	 * Compares a reading with the one before.
	 * @return the switches that are lost, by member id; the same object while they do not
	 * change
	 */
	@SuppressWarnings("ReferenceEquality")
	synchronized Map<String, MemberSwitches> update(GroupListing now) {
		GroupListing before = this.last;
		if (now == before) {
			return this.lost;
		}
		Map<String, MemberSwitches> known = new TreeMap<>(this.lost);
		Map<String, MemberSwitches> added = (before != null && now.records().areLostSince(before.records()))
				? missing(before.switches(), now) : Map.of();
		added.forEach((member, switches) -> known.merge(member, switches, (old, one) -> one.or(old)));
		this.lost = missing(known, now);
		this.last = now;
		// At the end: if this fails, the loss is known all the same.
		if (!added.isEmpty()) {
			this.counts.add(added.values());
			log(added.entrySet());
		}
		return this.lost;
	}

	/** Returns the switches that the listing lacks. */
	private static Map<String, MemberSwitches> missing(Map<String, MemberSwitches> switches, GroupListing now) {
		if (switches.isEmpty()) {
			return Map.of();
		}
		Map<String, MemberSwitches> missing = new TreeMap<>();
		switches.forEach((member, was) -> {
			keep(missing, member, was.without(now.switches().getOrDefault(member, MemberSwitches.NONE)));
		});
		return missing;
	}

	private static void keep(Map<String, MemberSwitches> lost, String member, MemberSwitches switches) {
		if (switches.equals(MemberSwitches.NONE)) {
			lost.remove(member);
		}
		else {
			lost.put(member, switches);
		}
	}

	synchronized Map<String, MemberSwitches> lost() {
		return this.lost;
	}

	/** Forgets switches that an operator has cleared. */
	synchronized void cleared(String member, MemberSwitches switches) {
		MemberSwitches was = this.lost.get(member);
		if (was != null) {
			Map<String, MemberSwitches> rest = new TreeMap<>(this.lost);
			keep(rest, member, was.without(switches));
			this.lost = rest;
		}
	}

	private void log(Collection<Map.Entry<String, MemberSwitches>> added) {
		Set<String> forcedDown = members(added, MemberSwitches::forcedDown);
		Set<String> disabled = members(added, MemberSwitches::disabled);
		logger.atLevel(forcedDown.isEmpty() ? Level.WARN : Level.ERROR)
			.log("Store has lost the operator switches of group '{}': members {} are no longer forced down, members {} "
					+ "no longer disabled. It was restarted without its data, evicted the record, or the group was "
					+ "deleted. To set them again, call restoreLostSwitches, or POST {\"action\": \"restore-lost\", "
					+ "\"group\": \"{}\"} to the endpoint servicegroup", Printable.of(this.group),
					Printable.of(forcedDown), Printable.of(disabled), Printable.of(this.group));
	}

	private static Set<String> members(Collection<Map.Entry<String, MemberSwitches>> added,
			Predicate<MemberSwitches> with) {
		Set<String> members = new TreeSet<>();
		added.stream().filter((entry) -> with.test(entry.getValue())).forEach((entry) -> members.add(entry.getKey()));
		return members;
	}

	/** Counts the lost switches of all groups. Thread-safe. */
	static final class Counts {

		private final AtomicLong disabled = new AtomicLong();

		private final AtomicLong forcedDown = new AtomicLong();

		private void add(Collection<MemberSwitches> lost) {
			this.disabled.addAndGet(lost.stream().filter(MemberSwitches::disabled).count());
			this.forcedDown.addAndGet(lost.stream().filter(MemberSwitches::forcedDown).count());
		}

		SwitchLosses get() {
			return new SwitchLosses(this.disabled.get(), this.forcedDown.get());
		}

	}

}
