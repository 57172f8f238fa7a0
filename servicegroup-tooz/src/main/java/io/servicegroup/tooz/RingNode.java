package io.servicegroup.tooz;

/**
 * A node with its points, which are computed once and shared by all rings with this node.
 *
 * @param name the node's name
 * @param weight its weight
 * @param points the points, as {@link RingHash} returns them
 */
record RingNode(String name, int weight, long[] points) {

	/**
	 * Creates a node.
	 * @throws IllegalArgumentException if the points do not fit into an array
	 */
	static RingNode of(String name, int weight, int partitions, RingHash hash) {
		return new RingNode(name, weight, hash.points(name, count(weight, partitions, hash)));
	}

	private static int count(int weight, int partitions, RingHash hash) {
		long count = (long) weight * partitions;
		if (weight < 0 || count * hash.words() > Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException("Invalid weight " + weight + " with " + partitions
					+ " partitions: use a weight of 0 or more for which the points fit into memory");
		}
		return (int) count;
	}

	/**
	 * Returns the node with another weight. As in tooz, it keeps the points of the
	 * greatest weight that it had.
	 */
	RingNode withWeight(int weight, int partitions, RingHash hash) {
		if (count(weight, partitions, hash) * hash.words() <= this.points.length) {
			return new RingNode(this.name, weight, this.points);
		}
		return of(this.name, weight, partitions, hash);
	}

}
