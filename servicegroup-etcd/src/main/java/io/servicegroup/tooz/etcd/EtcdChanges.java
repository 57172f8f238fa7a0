package io.servicegroup.tooz.etcd;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The keys of a group whose changes one stream of a watch has reported. etcd reports all
 * changes after the stream was opened, in the order of their revisions, and those of one
 * revision together. Thread-safe.
 */
final class EtcdChanges {

	/** Above this number of revisions, the group is rather read by other means. */
	private static final int MAX_REVISIONS = 32;

	/** The keys, see {@link EtcdEntry#rawKey()}, by the revision that changed them. */
	private final TreeMap<Long, Set<String>> keys = new TreeMap<>();

	/** All changes after this revision are known. */
	private long completeAfter = Long.MAX_VALUE;

	private boolean ended;

	/** Takes an answer in the stream. */
	synchronized void take(EtcdAnswer answer) {
		if (answer.isCreated() && !this.ended) {
			this.completeAfter = answer.position().revision();
		}
		if (answer.isCanceled()) {
			end();
		}
		answer.entries()
			.forEach((entry) -> this.keys.computeIfAbsent(entry.modRevision(), (revision) -> new HashSet<>())
				.add(entry.rawKey()));
		while (this.keys.size() > MAX_REVISIONS) {
			this.completeAfter = Math.max(this.completeAfter, this.keys.pollFirstEntry().getKey());
		}
	}

	/** Takes the end of the stream. */
	synchronized void end() {
		this.ended = true;
		this.completeAfter = Long.MAX_VALUE;
	}

	/**
	 * Returns the keys that were changed after a revision, with the revisions that last
	 * changed them, up to the last change that was reported; {@code null} if not all are
	 * known.
	 */
	synchronized @Nullable Map<String, Long> after(long revision) {
		if (revision < this.completeAfter) {
			return null;
		}
		Map<String, Long> changed = new HashMap<>();
		this.keys.tailMap(revision, false)
			.forEach((changedIn, names) -> names.forEach((name) -> changed.put(name, changedIn)));
		return changed;
	}

}
