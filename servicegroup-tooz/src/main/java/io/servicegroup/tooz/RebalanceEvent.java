package io.servicegroup.tooz;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of the ring of a partitioned group.
 *
 * @param group the group's id
 * @param joined the members that have joined
 * @param left the members that have left, or were dropped by the store
 * @param reweighted the members whose weight has changed
 * @param before the ring before the change; may be empty
 * @param after the ring after the change; may be empty
 * @since 0.1.0
 */
public record RebalanceEvent(String group, Set<String> joined, Set<String> left, Set<String> reweighted,
		HashRing before, HashRing after) {

	/**
	 * Creates the event with copies of the sets.
	 */
	public RebalanceEvent {
		joined = Set.copyOf(joined);
		left = Set.copyOf(left);
		reweighted = Set.copyOf(reweighted);
	}

	/**
	 * Creates the event for the difference between two rings.
	 * @param group the group's id
	 * @param before the ring before the change
	 * @param after the ring after the change
	 * @return the event
	 */
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
	 * Returns whether the owner of an object has changed.
	 * @param object as for {@link Partitioner#membersForObject(Object)}
	 * @return whether it has another owner now
	 */
	public boolean moved(Object object) {
		byte[] key = PartitionKeys.of(object);
		return !this.before.getNode(key).equals(this.after.getNode(key));
	}

}
