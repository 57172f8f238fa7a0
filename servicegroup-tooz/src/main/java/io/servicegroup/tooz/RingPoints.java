package io.servicegroup.tooz;

import java.util.Arrays;
import java.util.List;

/**
 * The points of a ring in ascending order, each an unsigned 128-bit number in two halves.
 * Both halves are stored with the sign bit flipped, so that comparing them as signed
 * numbers gives the unsigned order.
 */
final class RingPoints {

	private final long[] upper;

	private final long[] lower;

	/** The owner of each point. */
	private final String[] owners;

	private RingPoints(long[] upper, long[] lower, String[] owners) {
		this.upper = upper;
		this.lower = lower;
		this.owners = owners;
	}

	/**
	 * Creates the points of nodes. A point of several nodes belongs to the last of them.
	 */
	static RingPoints of(List<RingNode> nodes) {
		int size = nodes.stream().mapToInt((node) -> node.points().length / 2).reduce(0, Math::addExact);
		RingPoints all = new RingPoints(new long[size], new long[size], new String[size]);
		int next = 0;
		for (RingNode node : nodes) {
			for (int i = 0; i < node.points().length; i += 2) {
				all.set(next++, node.points()[i], node.points()[i + 1], node.name());
			}
		}
		return all.select(all.order());
	}

	private void set(int index, long upper, long lower, String owner) {
		this.upper[index] = upper;
		this.lower[index] = lower;
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
		Arrays.setAll(packed, (i) -> (this.upper[i] & ~indexes) | i);
		Arrays.sort(packed);
		int[] order = new int[size()];
		for (int i = 0; i < order.length; i++) {
			int index = (int) (packed[i] & indexes);
			int target = i;
			while (target > 0 && compare(order[target - 1], index) > 0) {
				order[target] = order[--target];
			}
			order[target] = index;
		}
		return order;
	}

	private int compare(int one, int other) {
		int upper = Long.compare(this.upper[one], this.upper[other]);
		return (upper != 0) ? upper : Long.compare(this.lower[one], this.lower[other]);
	}

	/** Returns the points in ascending order. Of equal points, only the last is kept. */
	private RingPoints select(int[] order) {
		int[] kept = new int[order.length];
		int size = 0;
		for (int index : order) {
			size -= (size > 0 && compare(kept[size - 1], index) == 0) ? 1 : 0;
			kept[size++] = index;
		}
		RingPoints selected = new RingPoints(new long[size], new long[size], new String[size]);
		for (int i = 0; i < size; i++) {
			selected.set(i, this.upper[kept[i]], this.lower[kept[i]], this.owners[kept[i]]);
		}
		return selected;
	}

	int size() {
		return this.upper.length;
	}

	String owner(int index) {
		return this.owners[index];
	}

	/** Returns the next index around the ring. */
	int next(int index) {
		return (index + 1 < size()) ? index + 1 : 0;
	}

	/**
	 * Returns the index of the first point that is greater than the number, around the
	 * ring.
	 */
	int firstAfter(long upper, long lower) {
		int low = 0;
		int high = size();
		while (low < high) {
			int middle = (low + high) >>> 1;
			boolean greater = (this.upper[middle] != upper) ? this.upper[middle] > upper : this.lower[middle] > lower;
			if (greater) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return (low < size()) ? low : 0;
	}

}
