package io.servicegroup.tooz.etcd;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.servicegroup.tooz.etcd.EtcdGroupKeys.Interval;
import io.servicegroup.tooz.etcd.EtcdGroupKeys.Key;
import io.servicegroup.tooz.spi.AnnotationStore;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.GroupAnnotations;
import io.servicegroup.tooz.spi.GroupReader;
import io.servicegroup.tooz.spi.ReadingBudget;
import org.jspecify.annotations.Nullable;
import io.servicegroup.tooz.etcd.EtcdAnswer.Position;

/**
 * Reads a group at the cost of its changes. A reading first compares the store's revision
 * with that of the last reading: heartbeats do not change it. If it differs, the keys
 * with a later revision are read, with the number of all keys. A number that is too small
 * shows deletions: then keys are listed without values, only in those parts of the group
 * whose number of keys is wrong. So nothing depends on a watch. But etcd looks at each
 * key of the group for that. So if a watch has reported all changes up to the store's
 * current revision, only the keys that it has named are read.
 * <p>
 * Revisions are only comparable within the same data. The <em>anchor</em>, a member whose
 * lease must not have changed, shows that: the ids of leases are not repeated when a
 * store has lost its data. The whole group is read without an anchor, after the loss of a
 * connection, and after an election in the cluster.
 */
final class EtcdGroupReader implements GroupReader {

	/**
	 * Groups with at most this number of keys are listed without counting parts first.
	 */
	static final int MAX_UNCOUNTED = 64;

	/** The number of counted parts. Below etcd's default limit for a transaction. */
	private static final int PARTS = 64;

	/** With more parts than this, all keys are listed. */
	private static final int MAX_LISTED_PARTS = 8;

	/** About what a list of keys without values takes for each of them. */
	private static final long BYTES_PER_KEY = 200;

	/** With more keys than this, changes are read in a range of the whole group. */
	private static final int MAX_NAMED = 32;

	private final EtcdClient client;

	private final Supplier<@Nullable EtcdChanges> watched;

	private final String switchesKey;

	private final ReadingBudget budget;

	private final Clock clock;

	private final SwitchesRecord switches = new SwitchesRecord();

	private final GroupAnnotations annotations = new GroupAnnotations(this.switches, Duration.ZERO);

	private final String group;

	private final EtcdGroupKeys keys;

	/** Where in the store's history the keys were read. */
	private Position position = Position.NONE;

	/** Whether the last reading succeeded. */
	private boolean valid;

	/** The number of lost connections before the last reading. */
	private long connectionLosses;

	private @Nullable StoredGroup last;

	/**
	 * Creates a reader. Does not call the store.
	 * @param watched returns what the current stream of a watch has reported, or
	 * {@code null} without one
	 */
	EtcdGroupReader(EtcdClient client, String group, Supplier<@Nullable EtcdChanges> watched, Clock clock,
			LongSupplier nanoTime) {
		this.client = client;
		this.watched = watched;
		this.group = group;
		this.switchesKey = EtcdKeys.switches(group);
		this.keys = new EtcdGroupKeys(EtcdKeys.group(group));
		this.clock = clock;
		this.budget = new ReadingBudget(nanoTime);
	}

	@Override
	public StoredGroup read() {
		long losses = this.client.connectionLosses();
		Key anchor = (this.valid && losses == this.connectionLosses) ? this.keys.anchor() : null;
		if (!this.valid) {
			// The reading that failed may have taken changes.
			this.last = null;
		}
		this.valid = false;
		this.connectionLosses = losses;
		if (anchor == null || !readChanges(anchor)) {
			takeWhole(this.client.read(EtcdTxn.always(whole())));
		}
		StoredGroup now = this.last;
		boolean membersModified = this.keys.takeModified();
		boolean switchesModified = this.switches.takeModified();
		if (now == null || membersModified || switchesModified) {
			now = new StoredGroup(this.keys.members(), this.annotations.read(this.group));
			this.last = now;
		}
		this.valid = true;
		return now;
	}

	/** Returns {@code false} if the whole group must be read. */
	private boolean readChanges(Key anchor) {
		if (this.budget.allowsFullReading()) {
			boolean read = list(anchor, List.of(this.keys.all()));
			spend();
			return read;
		}
		EtcdChanges reported = this.watched.get();
		Map<String, Long> named = (reported != null) ? reported.after(this.position.revision()) : null;
		if (named != null && !named.isEmpty() && named.size() <= MAX_NAMED) {
			if (readNamed(anchor, named)) {
				return true;
			}
		}
		else {
			EtcdAnswer look = this.client.call(EtcdClient.RANGE, Map.of("key", anchor.bytes(), "keys_only", true));
			Position now = look.position();
			if (!now.isAfter(this.position) || !anchor.isUnchanged(look.entry())) {
				return false;
			}
			if (now.revision() == this.position.revision()) {
				return true;
			}
		}
		return list(anchor, List.of()) || list(anchor, partsWithWrongCounts(anchor))
				|| list(anchor, List.of(this.keys.all()));
	}

	/**
	 * Reads the keys that a watch has named. They are all that has changed if the last of
	 * these changes is also the store's last one.
	 * @return {@code false} if it is not; then nothing has been taken
	 */
	private boolean readNamed(Key anchor, Map<String, Long> named) {
		List<Map<String, ?>> reads = new ArrayList<>(List.of(EtcdTxn.read(this.switchesKey)));
		List<String> keys = List.copyOf(named.keySet());
		keys.forEach((key) -> reads.add(Map.of("request_range", Map.of("key", EtcdKeys.bytesOfRaw(key)))));
		EtcdAnswer answer = this.client.read(anchor.whenUnchanged().then(reads).otherwise(whole()));
		if (!answer.succeeded()) {
			takeWhole(answer);
			return true;
		}
		Position now = answer.position();
		Map<String, EtcdEntry> read = new HashMap<>();
		for (int i = 0; i < keys.size(); i++) {
			answer.part(1 + i).entries().forEach((entry) -> read.put(entry.rawKey(), entry));
		}
		if (!now.isAfter(this.position) || now.revision() != Collections.max(named.values())
				|| !this.keys.takeNamed(named, read, this.clock.instant())) {
			return false;
		}
		this.switches.take(answer.part(0).entry());
		this.position = now;
		return true;
	}

	/**
	 * Reads the changes, and lists the keys in some intervals.
	 * @return {@code false} if it is not certain that these are all the changes; then
	 * nothing has been taken
	 */
	private boolean list(Key anchor, List<Interval> intervals) {
		List<Map<String, ?>> reads = new ArrayList<>();
		reads.add(range(this.keys.all(), Map.of("min_mod_revision", this.position.revision() + 1)));
		reads.add(EtcdTxn.read(this.switchesKey));
		intervals.forEach((interval) -> reads.add(range(interval, Map.of("keys_only", true))));
		EtcdAnswer answer = this.client.read(anchor.whenUnchanged().then(reads).otherwise(whole()));
		if (!answer.succeeded()) {
			takeWhole(answer);
			return true;
		}
		Position now = answer.position();
		EtcdAnswer changes = answer.part(0);
		List<List<EtcdEntry>> listed = new ArrayList<>();
		for (int i = 0; i < intervals.size(); i++) {
			listed.add(answer.part(2 + i).entries());
		}
		if (!now.isAfter(this.position) || !this.keys.takeChanges(changes.entries(), changes.count(), intervals, listed,
				this.clock.instant())) {
			return false;
		}
		this.switches.take(answer.part(1).entry());
		this.position = now;
		return true;
	}

	/** Returns the parts of the group from which keys were deleted, as far as known. */
	private List<Interval> partsWithWrongCounts(Key anchor) {
		if (this.keys.size() <= MAX_UNCOUNTED) {
			return List.of(this.keys.all());
		}
		List<Interval> parts = this.keys.parts(PARTS);
		EtcdAnswer answer = this.client.read(anchor.whenUnchanged()
			.then(parts.stream().map((part) -> range(part, Map.of("count_only", true))).toList()));
		List<Interval> wrong = new ArrayList<>();
		for (int i = 0; i < parts.size(); i++) {
			if (answer.part(i).count() != this.keys.size(parts.get(i))) {
				wrong.add(parts.get(i));
			}
		}
		return (wrong.isEmpty() || wrong.size() > MAX_LISTED_PARTS) ? List.of(this.keys.all()) : wrong;
	}

	private List<Map<String, ?>> whole() {
		return List.of(range(this.keys.all(), Map.of()), EtcdTxn.read(this.switchesKey));
	}

	private void takeWhole(EtcdAnswer answer) {
		this.keys.takeAll(answer.part(0).entries(), this.clock.instant());
		this.switches.take(answer.part(1).entry());
		this.position = answer.position();
		spend();
	}

	private void spend() {
		this.budget.spend(BYTES_PER_KEY * this.keys.size());
	}

	private static Map<String, ?> range(Interval interval, Map<String, ?> options) {
		Map<String, Object> range = new HashMap<>(options);
		range.put("key", interval.fromBytes());
		range.put("range_end", interval.toBytes());
		return Map.of("request_range", range);
	}

	/** The record of the group's annotations as it was last read. */
	private static final class SwitchesRecord implements AnnotationStore {

		private byte[] bytes = NOTHING;

		private boolean modified;

		void take(@Nullable EtcdEntry entry) {
			byte[] now = (entry != null) ? entry.value() : NOTHING;
			this.modified |= !Arrays.equals(now, this.bytes);
			this.bytes = now;
		}

		boolean takeModified() {
			boolean was = this.modified;
			this.modified = false;
			return was;
		}

		@Override
		public byte[] read(String group) {
			return this.bytes;
		}

		@Override
		public boolean replace(String group, byte[] was, byte[] now) {
			throw new UnsupportedOperationException();
		}

	}

}
