package io.servicegroup.board;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.board.BoardEvent.Kind;

/**
 * The members that left lately and are not back.
 *
 * @param left those that left in order
 * @param died those whose registration expired
 * @param gone those that left or died: the store does not say
 */
record Departures(Set<String> left, Set<String> died, Set<String> gone) {

	private static final int MAX_NAMES = 5;

	static Departures of(Map<String, Kind> members) {
		return new Departures(with(members, Kind.LEFT), with(members, Kind.DIED), with(members, Kind.GONE));
	}

	private static Set<String> with(Map<String, Kind> members, Kind kind) {
		Set<String> ids = new TreeSet<>();
		members.forEach((id, how) -> {
			if (how == kind) {
				ids.add(id);
			}
		});
		return ids;
	}

	/** Returns what happened to the members that did not leave in order. */
	String words() {
		if (this.gone.isEmpty()) {
			return " died";
		}
		return ((this.died.size() + this.gone.size() == 1) ? " is" : " are") + " gone (left or died)";
	}

	/** Returns who did not leave in order. */
	String names() {
		return Stream.of(names(this.died, " died."), names(this.gone, ": the store does not say how."))
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining(" "));
	}

	private static String names(Set<String> ids, String how) {
		return ids.isEmpty() ? "" : names(ids) + how;
	}

	/** Returns some ids, and how many there are more. */
	static String names(Collection<String> ids) {
		String names = ids.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
		return (ids.size() > MAX_NAMES) ? names + " and " + (ids.size() - MAX_NAMES) + " more" : names;
	}

}
