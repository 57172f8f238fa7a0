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
 * A consistent hash ring that maps each key to the same nodes as Python tooz's ring with
 * the same nodes, weights, number of partitions and hash function.
 * <p>
 * Unlike tooz's ring, it is immutable and so thread-safe: {@link #addNode},
 * {@link #addNodes} and {@link #removeNode} return a new ring. Each change takes about as
 * long as sorting all points, so add many nodes in one call.
 * <p>
 * Nodes whose names repeat one pattern, such as {@code 1} and {@code 11}, share points. A
 * shared point belongs to the node that was added last; in tooz the order is random when
 * nodes are added as a set. Only removing a node differs from tooz, where the ring loses
 * the shared points, or keeps points of a node that once had a greater weight. Here the
 * result is as if the node had never been added.
 *
 * @since 0.1.0
 */
public final class HashRing {

	/** The default number of points of a node of weight 1. */
	public static final int DEFAULT_PARTITIONS = 32;

	private final int partitionNumber;

	private final RingHash hash;

	/** In the order in which they were added. */
	private final Map<String, RingNode> nodes;

	private final Map<String, Integer> weights;

	private final RingPoints points;

	/**
	 * Creates a ring of nodes of weight 1.
	 * @param nodes the nodes' names
	 */
	public HashRing(Collection<String> nodes) {
		this(nodes, DEFAULT_PARTITIONS);
	}

	/**
	 * Creates a ring of nodes of weight 1.
	 * @param nodes the nodes' names
	 * @param partitions the number of points of a node for each unit of its weight: more
	 * points spread keys more evenly and take more memory, about 36 bytes each
	 * @throws IllegalArgumentException if the number of partitions is not positive
	 */
	public HashRing(Collection<String> nodes, int partitions) {
		this(nodes, partitions, "md5");
	}

	/**
	 * Creates a ring of nodes of weight 1 with another hash function than MD5.
	 * @param nodes the nodes' names
	 * @param partitions the number of points of a node for each unit of its weight
	 * @param hashFunction the name in Python's hashlib, as for tooz's ring: {@code md5},
	 * {@code sha1}, {@code sha224}, {@code sha256}, {@code sha384}, {@code sha512},
	 * {@code sha512_224}, {@code sha512_256}, {@code sha3_224}, {@code sha3_256},
	 * {@code sha3_384} or {@code sha3_512}
	 * @throws IllegalArgumentException if the number of partitions is not positive, or
	 * the hash function is another one
	 */
	public HashRing(Collection<String> nodes, int partitions, String hashFunction) {
		this(added(Map.of(), nodes, 1, partitions, RingHash.of(hashFunction)), partitions, RingHash.of(hashFunction));
	}

	private HashRing(Map<String, RingNode> nodes, int partitions, RingHash hash) {
		this.partitionNumber = partitions;
		this.hash = hash;
		this.nodes = nodes;
		this.points = RingPoints.of(List.copyOf(nodes.values()), hash.words());
		Map<String, Integer> weights = new LinkedHashMap<>();
		nodes.forEach((name, node) -> weights.put(name, node.weight()));
		this.weights = Collections.unmodifiableMap(weights);
	}

	/**
	 * Creates a ring of nodes with MD5, added in the order of the map.
	 * @param weights the weights by node
	 * @param partitions the number of points of a node for each unit of its weight
	 * @return the ring
	 */
	public static HashRing of(Map<String, Integer> weights, int partitions) {
		Map<String, RingNode> nodes = new LinkedHashMap<>();
		weights.forEach((name, weight) -> nodes.put(name, RingNode.of(name, weight, partitions, RingHash.MD5)));
		return new HashRing(nodes, partitions, RingHash.MD5);
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
	 * @param weight the node's share of the keys in relation to the other nodes: with
	 * weights 1, 2 and 3 the nodes own about 1/6, 1/3 and 1/2 of all keys; with 0 a node
	 * owns none
	 * @return the ring with the node; a node that was on the ring gets the new weight
	 * and, as in tooz, no fewer points than before
	 * @throws IllegalArgumentException if the weight is negative, or so large that the
	 * points do not fit into an array
	 */
	public HashRing addNode(String node, int weight) {
		return addNodes(List.of(node), weight);
	}

	/**
	 * Adds nodes with the same weight.
	 * @param nodes the nodes' names
	 * @param weight as for {@link #addNode}
	 * @return the ring with the nodes
	 * @throws IllegalArgumentException as for {@link #addNode}
	 */
	public HashRing addNodes(Collection<String> nodes, int weight) {
		return new HashRing(added(this.nodes, nodes, weight, this.partitionNumber, this.hash), this.partitionNumber,
				this.hash);
	}

	private static Map<String, RingNode> added(Map<String, RingNode> before, Collection<String> names, int weight,
			int partitions, RingHash hash) {
		if (partitions < 1) {
			throw new IllegalArgumentException("Invalid number of partitions " + partitions + ": use 1 or more");
		}
		Map<String, RingNode> nodes = new LinkedHashMap<>(before);
		for (String name : names) {
			RingNode old = nodes.remove(name);
			nodes.put(name, (old != null) ? old.withWeight(weight, partitions, hash)
					: RingNode.of(name, weight, partitions, hash));
		}
		return nodes;
	}

	/**
	 * Removes a node.
	 * @param node the node's name
	 * @return the ring without the node
	 * @throws NodeNotFoundException if the node is not on the ring
	 */
	public HashRing removeNode(String node) {
		Map<String, RingNode> left = new LinkedHashMap<>(this.nodes);
		if (left.remove(node) == null) {
			throw new NodeNotFoundException(node);
		}
		return new HashRing(left, this.partitionNumber, this.hash);
	}

	/**
	 * Returns the owner of a key.
	 * @param key the key
	 * @return the node, or empty if the ring has no nodes
	 */
	public Optional<String> getNode(byte[] key) {
		return (this.points.size() > 0) ? Optional.of(this.points.owner(position(key))) : Optional.empty();
	}

	/**
	 * Returns the owner of a key as a set, as tooz does.
	 * @param key the key
	 * @return the node, or an empty set if the ring has no nodes
	 */
	public Set<String> getNodes(byte[] key) {
		return getNode(key).map(Set::of).orElse(Set.of());
	}

	/**
	 * Returns the nodes for the replicas of a key.
	 * @param key the key
	 * @param ignored nodes to skip; they need not be on the ring
	 * @param replicas the number of nodes to return
	 * @return that many nodes, or all if there are fewer, in the order of the ring: the
	 * owner is the first
	 */
	public Set<String> getNodes(byte[] key, Set<String> ignored, int replicas) {
		long candidates = this.nodes.size() - ignored.stream().filter(this.nodes::containsKey).count();
		long wanted = Math.min(replicas, candidates);
		Set<String> found = new LinkedHashSet<>();
		int position = position(key);
		// Ends after one turn around the ring: all points of a node may belong to other
		// nodes.
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
		return this.points.firstAfter(this.hash.position(key));
	}

	/**
	 * Returns the number of points.
	 * @return the sum of partitions × weight, minus the points that nodes share
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
	 * Returns the number of points of a node for each unit of its weight.
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
