package io.servicegroup.migration;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.servicegroup.MigrationStatus;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.ServiceGroupDriver;
import org.jspecify.annotations.Nullable;

/**
 * Groups read in two places at once. Without the new place there is no reading; without
 * the old one there is, as long as nobody would be missing in it.
 */
final class MigratingReadings implements AutoCloseable {

	private final ServiceGroupDriver primary;

	private final ServiceGroupDriver old;

	private final Supplier<Duration> rest;

	private final SourceReader answers;

	private final MigrationProgress onlyOnOld;

	private final List<SourceWatch> watches = new CopyOnWriteArrayList<>();

	/**
	 * Creates the readings.
	 * @param rest for how long nobody has to stand in the old place only before that
	 * counts
	 */
	MigratingReadings(ServiceGroupDriver primary, ServiceGroupDriver old, Supplier<Duration> rest) {
		this.primary = primary;
		this.old = old;
		this.rest = rest;
		this.answers = new SourceReader(old::url);
		this.onlyOnOld = new MigrationProgress(old::url, System::nanoTime);
	}

	GroupListing read(String group) {
		Supplier<GroupListing> asked = this.answers.ask(() -> this.old.read(group));
		GroupListing now = this.primary.read(group);
		try {
			GroupListing then = asked.get();
			List<SourceWatch> followers = this.watches.stream().filter((watch) -> watch.isFor(group)).toList();
			followers.forEach(this::open);
			GroupListing union = ListingMerger.of(now, then);
			// Not whatever somebody once asked for.
			if (!followers.isEmpty() || !union.members().isEmpty() || !union.switches().isEmpty()) {
				this.onlyOnOld.note(group, now, then, this.rest.get());
			}
			return union;
		}
		catch (ServiceGroupException ex) {
			GroupListing then = this.onlyOnOld.withoutMembers(group, now);
			if (then == null) {
				throw unavailable(ex);
			}
			return ListingMerger.of(now, then);
		}
	}

	private static ServiceGroupUnavailableException unavailable(ServiceGroupException why) {
		return new ServiceGroupUnavailableException(
				"Members may stand in the old place only, which cannot be read (if it is gone for good, remove "
						+ "servicegroup.migration.from): " + why.getMessage(),
				why);
	}

	Set<String> groups() {
		Supplier<Set<String>> asked = this.answers.ask(this.old::groups);
		Set<String> groups = new TreeSet<>(this.primary.groups());
		try {
			groups.addAll(asked.get());
		}
		catch (ServiceGroupException ex) {
			if (this.onlyOnOld.isPossible()) {
				throw unavailable(ex);
			}
		}
		return groups;
	}

	AutoCloseable watch(String group, Runnable lookAgain) {
		AutoCloseable watch = this.primary.watch(group, lookAgain);
		SourceWatch oldToo = new SourceWatch(this.old, group, lookAgain);
		this.watches.add(oldToo);
		open(oldToo);
		return () -> {
			this.watches.remove(oldToo);
			oldToo.close();
			watch.close();
		};
	}

	private void open(SourceWatch watch) {
		watch.open(this.answers::later);
	}

	MigrationStatus status(@Nullable String otherProblem) {
		String unread = this.answers.problem();
		return new MigrationStatus(this.old.url(), this.onlyOnOld.byGroup(), this.onlyOnOld.switchedByGroup(),
				(unread != null) ? unread : otherProblem);
	}

	@Override
	public void close() {
		this.answers.close();
	}

}
