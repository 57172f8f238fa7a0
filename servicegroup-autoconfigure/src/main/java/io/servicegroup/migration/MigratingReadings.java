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
import io.servicegroup.tooz.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Reads groups from source and target concurrently. A reading needs the target; it needs
 * the source only if a member may be registered in the source alone.
 */
final class MigratingReadings implements AutoCloseable {

	private final ServiceGroupDriver target;

	private final ServiceGroupDriver source;

	private final Supplier<Duration> rest;

	private final SourceReader sourceReader;

	private final MigrationProgress progress;

	private final List<SourceWatch> watches = new CopyOnWriteArrayList<>();

	/**
	 * Creates the readings.
	 * @param rest how long every member must have been in the target before the migration
	 * counts as complete
	 */
	MigratingReadings(ServiceGroupDriver target, ServiceGroupDriver source, Supplier<Duration> rest) {
		this.target = target;
		this.source = source;
		this.rest = rest;
		this.sourceReader = new SourceReader(source::url);
		this.progress = new MigrationProgress(source::url, System::nanoTime);
	}

	GroupListing read(String group) {
		Supplier<GroupListing> sourceAnswer = this.sourceReader.ask(() -> this.source.read(group));
		GroupListing inTarget = this.target.read(group);
		try {
			GroupListing inSource = sourceAnswer.get();
			List<SourceWatch> followers = this.watches.stream().filter((watch) -> watch.isFor(group)).toList();
			followers.forEach(this::open);
			GroupListing merged = ListingMerger.of(inTarget, inSource);
			// Ignore empty groups that were only queried.
			if (!followers.isEmpty() || !merged.members().isEmpty() || !merged.switches().isEmpty()) {
				this.progress.update(group, inTarget, inSource, this.rest.get());
			}
			return merged;
		}
		catch (ServiceGroupException ex) {
			GroupListing inSource = this.progress.withoutMembers(group, inTarget);
			if (inSource == null) {
				throw unavailable(ex);
			}
			return ListingMerger.of(inTarget, inSource);
		}
	}

	private static ServiceGroupUnavailableException unavailable(ServiceGroupException why) {
		return new ServiceGroupUnavailableException(
				"The migration source cannot be read, and members may be registered there only. If it is gone for good, "
						+ "remove servicegroup.migration.from. Cause: " + why.getMessage(),
				why);
	}

	Set<String> groups() {
		Supplier<Set<String>> sourceAnswer = this.sourceReader.ask(this.source::groups);
		Set<String> groups = new TreeSet<>(this.target.groups());
		try {
			groups.addAll(sourceAnswer.get());
		}
		catch (ServiceGroupException ex) {
			if (this.progress.isPossible()) {
				throw unavailable(ex);
			}
		}
		return groups;
	}

	Registration watch(String group, Runnable lookAgain) {
		Registration watch = this.target.watch(group, lookAgain);
		SourceWatch sourceWatch = new SourceWatch(this.source, group, lookAgain);
		this.watches.add(sourceWatch);
		open(sourceWatch);
		return () -> {
			this.watches.remove(sourceWatch);
			sourceWatch.close();
			watch.close();
		};
	}

	private void open(SourceWatch watch) {
		watch.open(this.sourceReader::later);
	}

	MigrationStatus status(@Nullable String otherProblem) {
		String unread = this.sourceReader.problem();
		return new CurrentProgress(this.source.url(), this.progress.byGroup(), this.progress.switchedByGroup(),
				(unread != null) ? unread : otherProblem);
	}

	@Override
	public void close() {
		this.sourceReader.close();
	}

}
