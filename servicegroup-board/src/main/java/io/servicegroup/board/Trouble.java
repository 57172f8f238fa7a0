package io.servicegroup.board;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not well in a group. The page says when in the time zone of its
 * reader, so that the words here have no times.
 *
 * @param level how urgent it is
 * @param kind what it is
 * @param members the ids of the members that have it, sorted, or in the order in which
 * they died; none if it is the group's
 * @param of how many members there were, if so many of them died that this counts; 0
 * otherwise
 * @param from when it began, for the first of the members, or {@code null} if unknown
 * @param to when it began for the last of them, or {@code null} if unknown
 * @param operator whose act it is, or {@code null} if that is not known
 * @param reason why the operator did so, or {@code null} if none was given
 * @param headline what it is, in words
 * @param sentence what it means and how to fix it; may be empty
 */
record Trouble(Level level, Kind kind, List<String> members, int of, @Nullable Instant from, @Nullable Instant to,
		@Nullable String operator, @Nullable String reason, String headline, String sentence) {

	/** The page names so many members. If there are more, it names one less. */
	static final int MAX_NAMES = 4;

	/** The one scale of the headline, the rows, the events and the notification. */
	enum Level {

		GREEN, AMBER, RED

	}

	enum Kind {

		BACKEND, SESSION, NOT_READ, NOT_A_MEMBER, LOST_FORCED_DOWN, LOST_DISABLED, DIED, GONE, FORCED_DOWN, DISABLED,
		NO_LEADER, MIGRATION

	}

	/** Returns a trouble of the whole group. */
	static Trouble of(Level level, Kind kind, String headline, String sentence) {
		return new Trouble(level, kind, List.of(), 0, null, null, null, null, headline, sentence);
	}

	/** Returns the ids of some members, and how many there are more. */
	static String names(Collection<String> ids) {
		String named = ids.stream().limit(named(ids)).collect(Collectors.joining(", "));
		int more = ids.size() - named(ids);
		return (more > 0) ? named + " and " + more + " more" : named;
	}

	private static int named(Collection<String> ids) {
		return (ids.size() > MAX_NAMES) ? MAX_NAMES - 1 : ids.size();
	}

	Map<String, @Nullable Object> json() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("level", this.level.name());
		json.put("kind", this.kind.name());
		if (this.members.isEmpty()) {
			json.put("headline", this.headline);
		}
		else {
			json.put("members", this.members.subList(0, named(this.members)));
			json.put("count", this.members.size());
		}
		if (this.of > 0) {
			json.put("of", this.of);
		}
		if (this.from != null && this.to != null) {
			json.put("from", this.from.toString());
			json.put("to", this.to.toString());
		}
		if (this.operator != null) {
			json.put("operator", this.operator);
		}
		if (this.reason != null) {
			json.put("reason", this.reason);
		}
		return json;
	}

}
