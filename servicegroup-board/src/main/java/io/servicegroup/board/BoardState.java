package io.servicegroup.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The state that the page draws.
 *
 * @param facts what the page shows of the group as a whole, as JSON by name
 * @param rows the members by id, sorted
 * @param lastEvent the number of the newest event
 * @param departed the last capabilities of members that left or died, by their ids
 */
record BoardState(Map<String, @Nullable Object> facts, Map<String, BoardRow> rows, long lastEvent,
		Map<String, Map<String, @Nullable Object>> departed) {

	/** The version of the JSON: raised when a reader of the former one fails on it. */
	static final int VERSION = 2;

	Map<String, @Nullable Object> snapshot(List<BoardEvent> events) {
		Map<String, @Nullable Object> json = json(this.rows.values().stream(), events);
		json.put("departed", this.departed);
		return json;
	}

	/**
	 * Returns the snapshot with those members only that the page shows first: those that
	 * are not well, then those with the first ids.
	 * @param max the maximum number of members
	 */
	Map<String, @Nullable Object> first(int max, List<BoardEvent> events) {
		Stream<BoardRow> well = this.rows.values().stream().filter(BoardRow::isWell);
		Stream<BoardRow> unwell = this.rows.values().stream().filter((row) -> !row.isWell());
		return json(Stream.concat(unwell, well).limit(max), events);
	}

	private Map<String, @Nullable Object> json(Stream<BoardRow> members, List<BoardEvent> events) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("version", VERSION);
		json.put("facts", this.facts);
		json.put("members", members.map(BoardRow::json).toList());
		json.put("events", events.stream().map(BoardEvent::json).toList());
		return json;
	}

	/**
	 * Returns what has changed since another state.
	 * @return the delta; empty if nothing has changed
	 */
	Map<String, @Nullable Object> since(BoardState before, List<BoardEvent> events) {
		Map<String, @Nullable Object> delta = new LinkedHashMap<>();
		Map<String, @Nullable Object> changedFacts = new LinkedHashMap<>();
		this.facts.forEach((name, value) -> {
			if (!Objects.equals(value, before.facts.get(name))) {
				changedFacts.put(name, value);
			}
		});
		if (!changedFacts.isEmpty()) {
			delta.put("facts", changedFacts);
		}
		putRows(delta, before);
		if (!events.isEmpty()) {
			delta.put("events", events.stream().map(BoardEvent::json).toList());
		}
		return delta;
	}

	private void putRows(Map<String, @Nullable Object> delta, BoardState before) {
		if (this.rows.equals(before.rows)) {
			return;
		}
		List<Map<String, @Nullable Object>> changed = new ArrayList<>();
		this.rows.forEach((id, row) -> {
			if (!row.equals(before.rows.get(id))) {
				changed.add(row.json());
			}
		});
		List<String> gone = before.rows.keySet().stream().filter((id) -> !this.rows.containsKey(id)).toList();
		if (!changed.isEmpty()) {
			delta.put("members", changed);
		}
		if (!gone.isEmpty()) {
			delta.put("gone", gone);
		}
	}

}
