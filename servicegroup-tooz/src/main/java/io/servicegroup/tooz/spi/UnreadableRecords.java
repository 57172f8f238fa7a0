package io.servicegroup.tooz.spi;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Summarizes the records of a group that a reading could not use, so that they are logged
 * in one line, once, and not by each poll: with one example, and only if there are others
 * than in the reading before. However fast the records change, there is at most one line
 * per group and minute. Thread-safe.
 *
 * @since 0.1.0
 */
public final class UnreadableRecords {

	private static final int MAX_GROUPS = 1000;

	private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final Map<String, Group> groups = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Group> eldest) {
			return size() > MAX_GROUPS;
		}

	};

	private final LongSupplier nanoTime;

	/** Creates an instance for one kind of record. */
	public UnreadableRecords() {
		this(System::nanoTime);
	}

	/**
	 * Creates an instance with its own clock.
	 * @param nanoTime a monotonic clock, such as {@link System#nanoTime}
	 */
	public UnreadableRecords(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Takes the outcome of a reading. To be called after each, even if it could use all
	 * records.
	 * @param group the group that was read
	 * @param reasons the records that cannot be used, each with the reason
	 * @param log called on this thread if there is something new to log
	 */
	public void report(String group, Map<String, String> reasons, Consumer<Summary> log) {
		Summary summary = news(group, reasons);
		if (summary != null) {
			log.accept(summary);
		}
	}

	private synchronized @Nullable Summary news(String group, Map<String, String> reasons) {
		Group known = this.groups.get(group);
		if (known == null) {
			if (reasons.isEmpty()) {
				return null;
			}
			known = new Group();
			this.groups.put(group, known);
		}
		String example = known.replace(reasons);
		long now = this.nanoTime.getAsLong();
		if (example == null || (known.logged && now - known.loggedAt < PAUSE_NANOS)) {
			return null;
		}
		known.unlogged = null;
		known.logged = true;
		known.loggedAt = now;
		return new Summary(reasons.size(), Printable.of(example), Printable.of(reasons.get(example)));
	}

	/**
	 * Returns whether the latest reading of the group could not use these records, for
	 * these reasons, either.
	 * @param group the group that was read
	 * @param reasons the records that cannot be used, each with the reason
	 * @return whether all of them are known
	 */
	public synchronized boolean areKnown(String group, Map<String, String> reasons) {
		Group known = this.groups.get(group);
		return reasons.isEmpty() || (known != null && known.records.containsAll(hashes(reasons)));
	}

	private static Set<Integer> hashes(Map<String, String> reasons) {
		Set<Integer> hashes = new HashSet<>();
		reasons.forEach((record, reason) -> hashes.add(Objects.hash(record, reason)));
		return hashes;
	}

	/** What is known of one group. Keeps hashes only, to limit the memory. */
	private static final class Group {

		private Set<Integer> records = Set.of();

		private @Nullable String unlogged;

		private boolean logged;

		private long loggedAt;

		/**
		 * Replaces the records, and returns one of them that is not logged yet, or
		 * {@code null}.
		 */
		private @Nullable String replace(Map<String, String> reasons) {
			reasons.forEach((record, reason) -> {
				if (!this.records.contains(Objects.hash(record, reason))) {
					this.unlogged = record;
				}
			});
			if (this.unlogged != null && !reasons.containsKey(this.unlogged)) {
				this.unlogged = null;
			}
			this.records = hashes(reasons);
			return this.unlogged;
		}

	}

	/**
	 * What to log.
	 *
	 * @param count the number of records that cannot be used now
	 * @param example the id of one of them, safe to print
	 * @param reason why that one cannot be used, safe to print
	 */
	public record Summary(int count, String example, String reason) {

		/**
		 * Names the records.
		 * @param noun what a record belongs to, such as {@code member}
		 * @return for example {@code member 'a'}, or {@code 3 members, such as 'a'}
		 */
		public String subject(String noun) {
			return (this.count == 1) ? noun + " '" + this.example + "'"
					: this.count + " " + noun + "s, such as '" + this.example + "'";
		}

	}

}
