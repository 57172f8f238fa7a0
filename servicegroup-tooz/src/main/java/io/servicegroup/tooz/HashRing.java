package io.servicegroup.tooz;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A consistent hash ring that gives each key the same nodes as Python tooz's ring of the
 * same nodes, weights and number of partitions.
 * <p>
 * Unlike tooz's, a ring never changes: {@link #addNode}, {@link #addNodes} and
 * {@link #removeNode} return another one. So a ring may be used by any number of threads,
 * and the one before a change be compared with the one after it. Each change costs about
 * as much as a sort of all points: add many nodes in one call.
 * <p>
 * Nodes whose names repeat one pattern, such as {@code 1} and {@code 11}, share points,
 * which go to the one that was added last. In tooz that is left to chance when nodes are
 * added by the set. Only a removal differs from tooz's, whose ring then loses those
 * points, or keeps some of a node that once had a greater weight: here it leaves the ring
 * as though the node had never been added.
 */
public final class HashRing {

	/** The points of a node of weight 1, unless told otherwise. */
	public static final int DEFAULT_PARTITIONS = 32;

	private final int partitionNumber;

	/** In the order in which they were added. */
	private final Map<String, RingNode> nodes;

	private final Map<String, Integer> weights;

	private final RingPoints points;

	/**
	 * Makes a ring of nodes of weight 1.
	 * @param nodes the nodes' names
	 */
	public HashRing(Collection<String> nodes) {
		this(nodes, DEFAULT_PARTITIONS);
	}

	/**
	 * Makes a ring of nodes of weight 1.
	 * @param nodes the nodes' names
	 * @param partitions how many points a node gets for each unit of its weight: more of
	 * them spread keys more evenly and take more memory, about 36 bytes each
	 * @throws IllegalArgumentException if that is not positive
	 */
	public HashRing(Collection<String> nodes, int partitions) {
		this(added(Map.of(), nodes, 1, partitions), partitions);
	}

	private HashRing(Map<String, RingNode> nodes, int partitions) {
		this.partitionNumber = partitions;
		this.nodes = nodes;
		this.points = RingPoints.of(List.copyOf(nodes.values()));
		Map<String, Integer> weights = new LinkedHashMap<>();
		nodes.forEach((name, node) -> weights.put(name, node.weight()));
		this.weights = Collections.unmodifiableMap(weights);
	}

	/** A ring to which the nodes were added in the order of the map. */
	public static HashRing of(Map<String, Integer> weights, int partitions) {
		Map<String, RingNode> nodes = new LinkedHashMap<>();
		weights.forEach((name, weight) -> nodes.put(name, RingNode.of(name, weight, partitions)));
		return new HashRing(nodes, partitions);
	}

	/**
	 * Adds a node of weight 1.
	 * @param node the node's name
	 * @return the ring with the node
	 */
	public HashRing addNode(String node) {
		return addNode(node, 1);
	}

	/**
	 * Adds a node.
	 * @param node the node's name
	 * @param weight how much it gets in comparison with the others: of nodes with the
	 * weights 1, 2 and 3 it is about 1/6, 1/3 and 1/2 of all keys, and with 0 none
	 * @return the ring with the node; if it was there, with the new weight, but, as in
	 * tooz, with no fewer points than before
	 * @throws IllegalArgumentException if the weight is negative, or such that the points
	 * do not fit into memory
	 */
	public HashRing addNode(String node, int weight) {
		return addNodes(List.of(node), weight);
	}

	/**
	 * Adds nodes of one weight.
	 * @param nodes the nodes' names
	 * @param weight as for {@link #addNode}
	 * @return the ring with the nodes
	 * @throws IllegalArgumentException as for {@link #addNode}
	 */
	public HashRing addNodes(Collection<String> nodes, int weight) {
		return new HashRing(added(this.nodes, nodes, weight, this.partitionNumber), this.partitionNumber);
	}

	private static Map<String, RingNode> added(Map<String, RingNode> before, Collection<String> names, int weight,
			int partitions) {
		if (partitions < 1) {
			throw new IllegalArgumentException("A ring has at least 1 partition, not " + partitions);
		}
		Map<String, RingNode> nodes = new LinkedHashMap<>(before);
		for (String name : names) {
			RingNode old = nodes.remove(name);
			nodes.put(name, (old != null) ? old.withWeight(weight, partitions) : RingNode.of(name, weight, partitions));
		}
		return nodes;
	}

	/**
	 * Removes a node.
	 * @param node the node's name
	 * @return the ring without it
	 * @throws NodeNotFoundException if it is not there
	 */
	public HashRing removeNode(String node) {
		Map<String, RingNode> left = new LinkedHashMap<>(this.nodes);
		if (left.remove(node) == null) {
			throw new NodeNotFoundException(node);
		}
		return new HashRing(left, this.partitionNumber);
	}

	/**
	 * Returns the owner of a key.
	 * @param key the key
	 * @return the node, unless the ring has none
	 */
	public Optional<String> getNode(byte[] key) {
		return (this.points.size() > 0) ? Optional.of(this.points.owner(position(key))) : Optional.empty();
	}

	/**
	 * Returns the owner of a key as tooz does.
	 * @param key the key
	 * @return the node, or an empty set if the ring has none
	 */
	public Set<String> getNodes(byte[] key) {
		return getNode(key).map(Set::of).orElse(Set.of());
	}

	/**
	 * Returns the nodes for the copies of a key.
	 * @param key the key
	 * @param ignored nodes that do not count, which need not be there
	 * @param replicas how many nodes are wanted
	 * @return so many nodes, or all there are, in the order of the ring: the owner is the
	 * first
	 */
	public Set<String> getNodes(byte[] key, Set<String> ignored, int replicas) {
		long candidates = this.nodes.size() - ignored.stream().filter(this.nodes::containsKey).count();
		long wanted = Math.min(replicas, candidates);
		Set<String> found = new LinkedHashSet<>();
		int position = position(key);
		// Once round and no further: all points of a node may have gone to others.
		for (int step = 0; step < size() && found.size() < wanted; step++) {
			String owner = this.points.owner(position);
			if (!ignored.contains(owner)) {
				found.add(owner);
			}
			position = this.points.next(position);
		}
		return found;
	}

	private int position(byte[] key) {
		byte[] digest = Md5.digest(key);
		return this.points.firstAfter(Md5.upper(digest), Md5.lower(digest));
	}

	/**
	 * Returns the number of points.
	 * @return the sum of partitions × weight, less the points that nodes share
	 */
	public int size() {
		return this.points.size();
	}

	/**
	 * Returns the nodes.
	 * @return the weights by node, unmodifiable
	 */
	public Map<String, Integer> nodes() {
		return this.weights;
	}

	/**
	 * Returns how many points a node gets for each unit of its weight.
	 * @return the number of partitions
	 */
	public int partitionNumber() {
		return this.partitionNumber;
	}

	@Override
	public String toString() {
		return "HashRing[nodes=" + this.weights.size() + ", points=" + size() + "]";
	}

}
