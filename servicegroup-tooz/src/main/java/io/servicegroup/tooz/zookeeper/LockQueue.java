package io.servicegroup.tooz.zookeeper;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.servicegroup.tooz.CoordinationException;

/**
 * The nodes of a lock's contenders, in the order in which the contenders acquire the
 * lock. The order is that of the sequence numbers at the end of the names. They are
 * compared as text, as in kazoo, so that Java and Python contenders agree.
 *
 * @param names the names of the nodes, without the path
 */
record LockQueue(List<String> names) {

	/** Separates the contender's id from the sequence number. */
	static final String SEPARATOR = "__lock__";

	private static final Pattern NAME = Pattern.compile(SEPARATOR + "(-?\\d{10})$");

	/** Sorts the children of a lock's node. Leaves out nodes with other names. */
	static LockQueue of(List<String> children) {
		return new LockQueue(children.stream()
			.filter((name) -> NAME.matcher(name).find())
			.sorted(Comparator.comparing(LockQueue::sequence))
			.toList());
	}

	private static String sequence(String name) {
		return NAME.matcher(name).results().map((match) -> match.group(1)).findFirst().orElse("");
	}

	boolean isEmpty() {
		return this.names.isEmpty();
	}

	Optional<String> first() {
		return this.names.stream().findFirst();
	}

	/**
	 * Returns the node directly before the given one, or empty if the given node is
	 * first.
	 * @throws CoordinationException if the node is not in the queue
	 */
	Optional<String> predecessor(String name) {
		int index = this.names.indexOf(name);
		if (index < 0) {
			throw new CoordinationException("Node " + name
					+ " is not in the queue for its lock. If its sequence number is negative, "
					+ "the lock's counter has overflowed: delete the lock's node while no process uses the lock", null);
		}
		return (index > 0) ? Optional.of(this.names.get(index - 1)) : Optional.empty();
	}

}
