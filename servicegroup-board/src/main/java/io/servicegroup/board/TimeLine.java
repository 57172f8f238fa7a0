package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.servicegroup.board.BoardEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a day, computed backwards from the members that are up now. Immutable.
 *
 * @param events the events, the newest first
 * @param up the ids of the members that are up after them
 * @param from when the time line begins: nothing is known of before
 * @param to when it ends
 */
record TimeLine(List<BoardEvent> events, Set<String> up, Instant from, Instant to) {

	/** The maximum time that is kept. */
	static final Duration LENGTH = Duration.ofDays(1);

	/** The plot has as many columns, whatever happened. */
	static final int COLUMNS = 480;

	/**
	 * Returns who was up at a time, or {@code null} if that is not known. The times of
	 * browsers have milliseconds only.
	 */
	@Nullable Set<String> upAt(Instant asked) {
		return (includes(asked) && Gap.of(gaps(), asked) == null) ? members(asked) : null;
	}

	/**
	 * Returns the same as JSON, and who was not in service and why. In an outage,
	 * {@code up} is null, and what was known last is called so.
	 */
	Map<String, @Nullable Object> upAtJson(Instant asked) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		Set<String> then = upAt(asked);
		json.put("up", then);
		Gap gap = includes(asked) ? Gap.of(gaps(), asked) : null;
		if (gap != null && !gap.from().isBefore(this.from)) {
			Set<String> were = members(gap.from());
			json.put("lastKnown", gap.from().toString());
			json.put("wereUp", were);
			Absences.at(this.events, were, gap.from()).putTo(json);
		}
		if (then != null) {
			Absences.at(this.events, then, asked).putTo(json);
		}
		return json;
	}

	/** Returns the members that were up before the first event. */
	Set<String> first() {
		return members(Instant.MIN);
	}

	private List<Gap> gaps() {
		return Gap.all(this.events, this.to);
	}

	private boolean includes(Instant asked) {
		return !asked.isBefore(this.from.truncatedTo(ChronoUnit.MILLIS)) && !asked.isAfter(this.to);
	}

	private Set<String> members(Instant asked) {
		Instant time = (asked.isBefore(this.from) && asked.isAfter(Instant.MIN)) ? this.from : asked;
		Set<String> then = new TreeSet<>(this.up);
		for (BoardEvent event : this.events) {
			boolean after = event.at().isAfter(time);
			if (event.were() != null && (after || event.at().equals(time))) {
				then = new TreeSet<>(event.were());
			}
			if (!after) {
				break;
			}
			if (event.change() > 0) {
				then.remove(event.member());
			}
			else if (event.change() < 0) {
				then.add(event.member());
			}
		}
		return then;
	}

	/**
	 * Returns a part of this time line.
	 * @param begin when the part begins, or {@code null} for where this one begins
	 * @param end when the part ends, or {@code null} for where this one ends
	 * @return the part, or this time line if it has no such part
	 */
	TimeLine part(@Nullable Instant begin, @Nullable Instant end) {
		Instant first = (begin != null && begin.isAfter(this.from)) ? begin : this.from;
		Instant last = (end != null && end.isBefore(this.to)) ? end : this.to;
		Set<String> then = first.isBefore(last) ? members(last) : null;
		if (then == null) {
			return this;
		}
		return new TimeLine(this.events.stream().filter((event) -> !event.at().isAfter(last)).toList(), then, first,
				last);
	}

	/**
	 * Returns the number of members that were up, in columns of equal length. Only
	 * columns with events are listed, the oldest first; in between the number is the last
	 * one of the column before.
	 */
	Map<String, @Nullable Object> json() {
		List<Map<String, @Nullable Object>> columns = new ArrayList<>();
		int count = this.up.size();
		Column column = null;
		for (BoardEvent event : this.events) {
			// What was there at the beginning did not change then.
			if (!event.at().isAfter(this.from)) {
				break;
			}
			int index = index(event.at());
			if (column == null || column.index != index) {
				if (column != null) {
					columns.add(0, column.json());
				}
				column = new Column(index, count);
			}
			count = (event.were() != null) ? event.were().size() : count - event.change();
			column.add(count, event.kind());
		}
		if (column != null) {
			columns.add(0, column.json());
		}
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("from", this.from.toString());
		json.put("to", this.to.toString());
		json.put("columns", COLUMNS);
		json.put("first", count);
		json.put("changes", columns);
		List<Gap> gaps = gaps();
		json.put("unknown",
				gaps.stream()
					.filter((gap) -> gap.to().isAfter(this.from))
					.map((gap) -> List.of(gap.from().isBefore(this.from) ? 0 : index(gap.from()), index(gap.to())))
					.toList());
		if (!gaps.isEmpty() && gaps.get(0).to().isAfter(this.to)) {
			json.put("unknownSince", gaps.get(0).from().toString());
		}
		return json;
	}

	private int index(Instant at) {
		long length = Math.max(1, Duration.between(this.from, this.to).toMillis());
		long index = Duration.between(this.from, at).toMillis() * COLUMNS / length;
		return (int) Math.min(index, COLUMNS - 1);
	}

	/** A column, filled from its newest event to its oldest. */
	private static final class Column {

		private final int index;

		private final int last;

		private int min;

		private int max;

		private final Map<String, Integer> counts = new TreeMap<>();

		Column(int index, int last) {
			this.index = index;
			this.last = last;
			this.min = last;
			this.max = last;
		}

		void add(int before, Kind kind) {
			this.min = Math.min(this.min, before);
			this.max = Math.max(this.max, before);
			this.counts.merge(kind.name(), 1, Integer::sum);
		}

		Map<String, @Nullable Object> json() {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("at", this.index);
			json.put("min", this.min);
			json.put("max", this.max);
			json.put("last", this.last);
			json.put("kinds", this.counts.keySet());
			json.put("counts", this.counts);
			return json;
		}

	}

}
