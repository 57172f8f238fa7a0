package io.servicegroup.board;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The latest deltas, bounded by their bytes. Not thread-safe.
 */
final class DeltaRing {

	private final Deque<byte[]> deltas = new ArrayDeque<>();

	private final int maxBytes;

	private int bytes;

	private long last;

	DeltaRing(int maxBytes) {
		this.maxBytes = maxBytes;
	}

	/** Returns the id of the latest delta. */
	long last() {
		return this.last;
	}

	/** Adds the delta of the next id. Drops the oldest ones that have no room. */
	void add(byte[] delta) {
		this.last++;
		this.deltas.addLast(delta);
		this.bytes += delta.length;
		while (this.bytes > this.maxBytes) {
			this.bytes -= this.deltas.removeFirst().length;
		}
	}

	/**
	 * Returns the deltas after an id, or {@code null} if one of them was dropped or there
	 * was no such id, or if together they are larger than the maximum.
	 */
	@Nullable List<byte[]> after(long id, long maximum) {
		long missing = this.last - id;
		if (missing < 0 || missing > this.deltas.size()) {
			return null;
		}
		List<byte[]> found = new ArrayList<>();
		long sum = 0;
		for (byte[] delta : (Iterable<byte[]>) this.deltas.stream().skip(this.deltas.size() - missing)::iterator) {
			found.add(delta);
			sum += delta.length;
		}
		return (sum <= maximum) ? found : null;
	}

}
