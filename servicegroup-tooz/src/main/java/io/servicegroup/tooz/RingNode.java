package io.servicegroup.tooz;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A node with its points, which are made once and shared by all rings that have it.
 *
 * @param name the node's name
 * @param weight its weight
 * @param points two halves a point, as {@link Md5} gives them
 */
record RingNode(String name, int weight, long[] points) {

	/**
	 * One digest runs on, fed with the name before each point.
	 * @throws IllegalArgumentException if there cannot be so many points
	 */
	static RingNode of(String name, int weight, int partitions) {
		byte[] key = name.getBytes(StandardCharsets.UTF_8);
		MessageDigest running = Md5.create();
		running.update(key);
		long[] points = new long[length(weight, partitions)];
		for (int i = 0; i < points.length; i += 2) {
			running.update(key);
			byte[] digest = Md5.soFar(running);
			points[i] = Md5.upper(digest);
			points[i + 1] = Md5.lower(digest);
		}
		return new RingNode(name, weight, points);
	}

	private static int length(int weight, int partitions) {
		long length = 2L * weight * partitions;
		if (weight < 0 || length > Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException("A weight of " + weight + " with " + partitions
					+ " partitions does not fit on a ring: give a smaller one, zero or more");
		}
		return (int) length;
	}

	/**
	 * The same node with another weight. As in tooz, the points of the greatest weight it
	 * had stay.
	 */
	RingNode withWeight(int weight, int partitions) {
		if (length(weight, partitions) <= this.points.length) {
			return new RingNode(this.name, weight, this.points);
		}
		return of(this.name, weight, partitions);
	}

}
