package io.servicegroup.tooz;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changed on the ring of a partitioned group.
 *
 * @param group the group's id
 * @param joined the members that have joined
 * @param left the members that have left, or were dropped
 * @param reweighted the members that were there before and have another weight now
 * @param before the ring before; may be empty
 * @param after the ring after; may be empty
 */
public record RebalanceEvent(String group, Set<String> joined, Set<String> left, Set<String> reweighted,
		HashRing before, HashRing after) {

	/**
	 * Copies the sets.
	 */
	public RebalanceEvent {
		joined = Set.copyOf(joined);
		left = Set.copyOf(left);
		reweighted = Set.copyOf(reweighted);
	}

	public static RebalanceEvent between(String group, HashRing before, HashRing after) {
		Set<String> joined = new TreeSet<>(after.nodes().keySet());
		joined.removeAll(before.nodes().keySet());
		Set<String> left = new TreeSet<>(before.nodes().keySet());
		left.removeAll(after.nodes().keySet());
		Set<String> reweighted = new TreeSet<>(after.nodes().keySet());
		reweighted.removeIf((member) -> joined.contains(member)
				|| Objects.equals(after.nodes().get(member), before.nodes().get(member)));
		return new RebalanceEvent(group, joined, left, reweighted, before, after);
	}

	/**
	 * Tells whether an object has another owner now.
	 * @param object as for {@link Partitioner#membersForObject(Object)}
	 * @return whether it moved
	 */
	public boolean moved(Object object) {
		byte[] key = PartitionKeys.of(object);
		return !this.before.getNode(key).equals(this.after.getNode(key));
	}

}
