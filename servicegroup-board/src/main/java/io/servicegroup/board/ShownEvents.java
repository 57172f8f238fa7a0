package io.servicegroup.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.servicegroup.board.BoardEvent.Kind;

/**
 * The events that browsers are sent. The members that were there at the first reading are
 * one event: one for each would push out all others.
 */
final class ShownEvents {

	private ShownEvents() {
	}

	/**
	 * Returns the events that are shown.
	 * @param events the events, the newest first
	 * @param max the maximum number of events that are returned
	 */
	static List<BoardEvent> of(List<BoardEvent> events, int max) {
		List<List<BoardEvent>> shown = new ArrayList<>();
		Map<Instant, List<BoardEvent>> found = new HashMap<>();
		for (BoardEvent event : events) {
			List<BoardEvent> reading = (event.kind() == Kind.FOUND) ? found.get(event.at()) : null;
			if (reading != null) {
				reading.add(event);
			}
			else if (shown.size() < max) {
				List<BoardEvent> one = new ArrayList<>(List.of(event));
				shown.add(one);
				if (event.kind() == Kind.FOUND) {
					found.put(event.at(), one);
				}
			}
		}
		return shown.stream().map((one) -> (one.size() == 1) ? one.get(0) : summary(one)).toList();
	}

	private static BoardEvent summary(List<BoardEvent> found) {
		BoardEvent newest = found.get(0);
		Set<String> members = new TreeSet<>();
		found.forEach((event) -> members.add(event.member()));
		return new BoardEvent(newest.number(), Kind.FOUND, "", newest.at(), newest.cause(), null, null, found.size(),
				members);
	}

}
