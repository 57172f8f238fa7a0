package io.servicegroup.tooz;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import io.servicegroup.tooz.format.Digests;

/**
 * A node with its points, which are computed once and shared by all rings with this node.
 *
 * @param name the node's name
 * @param weight its weight
 * @param points the points, each as two halves, as {@link Md5} returns them
 */
record RingNode(String name, int weight, long[] points) {

	/**
	 * Creates a node. As in tooz, one digest is updated with the name before each point.
	 * @throws IllegalArgumentException if the points do not fit into an array
	 */
	static RingNode of(String name, int weight, int partitions) {
		byte[] key = name.getBytes(StandardCharsets.UTF_8);
		MessageDigest running = Digests.md5();
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
			throw new IllegalArgumentException("Invalid weight " + weight + " with " + partitions
					+ " partitions: use a weight of 0 or more for which the points fit into memory");
		}
		return (int) length;
	}

	/**
	 * Returns the node with another weight. As in tooz, it keeps the points of the
	 * greatest weight that it had.
	 */
	RingNode withWeight(int weight, int partitions) {
		if (length(weight, partitions) <= this.points.length) {
			return new RingNode(this.name, weight, this.points);
		}
		return of(this.name, weight, partitions);
	}

}
