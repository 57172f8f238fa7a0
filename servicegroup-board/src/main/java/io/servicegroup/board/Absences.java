package io.servicegroup.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.board.BoardEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Who was not in service at a moment, and why: the latest event before it that says so.
 *
 * @param notUp the events since which members were not up; those that left in order last
 * @param disabled the events since which members were up, but disabled
 */
record Absences(List<Map<String, @Nullable Object>> notUp, List<Map<String, @Nullable Object>> disabled) {

	private static final int MAX = 100;

	/**
	 * Looks for them.
	 * @param events the events, the newest first
	 * @param up the members that were up
	 * @param time the moment
	 */
	static Absences at(List<BoardEvent> events, Set<String> up, Instant time) {
		List<Map<String, @Nullable Object>> gone = new ArrayList<>();
		Map<String, Map<String, @Nullable Object>> disabled = new LinkedHashMap<>();
		Set<String> notUp = new HashSet<>();
		Set<String> judged = new HashSet<>();
		for (BoardEvent event : events) {
			String member = event.member();
			if (event.at().isAfter(time)) {
				continue;
			}
			if (event.were() != null) {
				event.were().stream().filter((id) -> !up.contains(id) && notUp.add(id)).forEach((id) -> {
					Map<String, @Nullable Object> lost = new LinkedHashMap<>(event.json());
					lost.put("member", id);
					gone.add(lost);
				});
			}
			else if (isEnd(event) && !up.contains(member) && notUp.add(member)) {
				gone.add(event.json());
			}
			else if (up.contains(member) && !judged.contains(member)) {
				Boolean set = disables(event);
				if (Boolean.TRUE.equals(set)) {
					disabled.put(member, event.json());
				}
				// One that was found or came back disabled was disabled before.
				if (set != null && !(set && event.kind() != Kind.DISABLED)) {
					judged.add(member);
				}
			}
		}
		gone.sort(Comparator.comparing((event) -> Kind.LEFT.name().equals(event.get("kind"))));
		return new Absences(gone, List.copyOf(disabled.values()));
	}

	/** One that was forced down before the first reading was not up then. */
	private static boolean isEnd(BoardEvent event) {
		return event.change() < 0 || event.kind() == Kind.FORCED_DOWN;
	}

	/** Returns whether a member is disabled after an event, or {@code null}. */
	private static @Nullable Boolean disables(BoardEvent event) {
		return switch (event.kind()) {
			case DISABLED, ENABLED, SWITCH_LOST, FOUND, JOINED ->
				event.kind() == Kind.DISABLED || event.reason() != null;
			default -> null;
		};
	}

	void putTo(Map<String, @Nullable Object> json) {
		put(json, "notUp", this.notUp);
		put(json, "disabled", this.disabled);
	}

	private static void put(Map<String, @Nullable Object> json, String name, List<Map<String, @Nullable Object>> all) {
		if (!all.isEmpty()) {
			json.put(name, all.subList(0, Math.min(all.size(), MAX)));
		}
		if (all.size() > MAX) {
			json.put(name + "More", all.size() - MAX);
		}
	}

}
