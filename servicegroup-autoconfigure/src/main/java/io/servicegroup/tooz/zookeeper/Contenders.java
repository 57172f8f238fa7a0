package io.servicegroup.tooz.zookeeper;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.servicegroup.tooz.ToozError;

/**
 * The contenders for a lock, in the order in which they get it: that of the sequence
 * numbers at the ends of their nodes' names. Compared as text, as kazoo does, since all
 * contenders must agree on the order.
 */
record Contenders(List<String> names) {

	/** Between what tells a contender's node and its sequence number. */
	static final String MARK = "__lock__";

	private static final Pattern NAME = Pattern.compile(MARK + "(-?\\d{10})$");

	/** Sorts a lock's children; what is no contender's node is left out. */
	static Contenders of(List<String> children) {
		return new Contenders(children.stream()
			.filter((name) -> NAME.matcher(name).find())
			.sorted(Comparator.comparing(Contenders::sequence))
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

	/** Returns the one that has to go before another gets the lock, if any. */
	Optional<String> before(String name) {
		int place = this.names.indexOf(name);
		if (place < 0) {
			throw new ToozError("Node " + name + " cannot queue for its lock. If its sequence number is negative, "
					+ "the lock's numbers are used up: delete the lock's node while nobody contends", null);
		}
		return (place > 0) ? Optional.of(this.names.get(place - 1)) : Optional.empty();
	}

}
