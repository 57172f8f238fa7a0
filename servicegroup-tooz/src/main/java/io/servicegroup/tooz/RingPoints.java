package io.servicegroup.tooz;

import java.util.Arrays;
import java.util.List;

/**
 * The points of a ring in ascending order, each of several words, see {@link RingHash}.
 */
final class RingPoints {

	/** The number of words of a point. */
	private final int width;

	private final long[] words;

	/** The owner of each point. */
	private final String[] owners;

	private RingPoints(int width, int size) {
		this.width = width;
		this.words = new long[Math.multiplyExact(width, size)];
		this.owners = new String[size];
	}

	/**
	 * Creates the points of nodes. A point of several nodes belongs to the last of them.
	 * @param width the number of words of a point
	 */
	static RingPoints of(List<RingNode> nodes, int width) {
		int size = nodes.stream().mapToInt((node) -> node.points().length / width).reduce(0, Math::addExact);
		RingPoints all = new RingPoints(width, size);
		int next = 0;
		for (RingNode node : nodes) {
			for (int i = 0; i < node.points().length; i += width) {
				all.set(next++, node.points(), i, node.name());
			}
		}
		return all.select(all.order());
	}

	private void set(int index, long[] words, int from, String owner) {
		System.arraycopy(words, from, this.words, index * this.width, this.width);
		this.owners[index] = owner;
	}

	/**
	 * Returns the indexes in ascending order of the points; equal points keep the order
	 * of their indexes. Sorts numbers of the uppermost bits followed by the index, as
	 * sorting objects would take several times as long. The few points with equal
	 * uppermost bits are sorted by insertion.
	 */
	private int[] order() {
		long indexes = (Long.highestOneBit(Math.max(1, size())) << 1) - 1;
		long[] packed = new long[size()];
		Arrays.setAll(packed, (i) -> (this.words[i * this.width] & ~indexes) | i);
		Arrays.sort(packed);
		int[] order = new int[size()];
		for (int i = 0; i < order.length; i++) {
			int index = (int) (packed[i] & indexes);
			int target = i;
			while (target > 0 && compare(order[target - 1], this.words, index) > 0) {
				order[target] = order[--target];
			}
			order[target] = index;
		}
		return order;
	}

	/** Compares a point with one in other words. */
	private int compare(int one, long[] words, int other) {
		int mine = one * this.width;
		int theirs = other * this.width;
		for (int i = 0; i < this.width; i++) {
			if (this.words[mine + i] != words[theirs + i]) {
				return (this.words[mine + i] < words[theirs + i]) ? -1 : 1;
			}
		}
		return 0;
	}

	/** Returns the points in ascending order. Of equal points, only the last is kept. */
	private RingPoints select(int[] order) {
		int[] kept = new int[order.length];
		int size = 0;
		for (int index : order) {
			size -= (size > 0 && compare(kept[size - 1], this.words, index) == 0) ? 1 : 0;
			kept[size++] = index;
		}
		RingPoints selected = new RingPoints(this.width, size);
		for (int i = 0; i < size; i++) {
			selected.set(i, this.words, kept[i] * this.width, this.owners[kept[i]]);
		}
		return selected;
	}

	int size() {
		return this.owners.length;
	}

	String owner(int index) {
		return this.owners[index];
	}

	/** Returns the next index around the ring. */
	int next(int index) {
		return (index + 1 < size()) ? index + 1 : 0;
	}

	/**
	 * Returns the index of the first point that is greater than the position, around the
	 * ring.
	 */
	int firstAfter(long[] position) {
		int low = 0;
		int high = size();
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (compare(middle, position, 0) > 0) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return (low < size()) ? low : 0;
	}

}
