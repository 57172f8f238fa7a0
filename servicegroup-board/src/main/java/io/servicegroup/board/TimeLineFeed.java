package io.servicegroup.board;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Answers what browsers ask of the past. Thread-safe.
 */
final class TimeLineFeed {

	/** Of a group that is not shown. */
	static final TimeLineFeed UNKNOWN = new TimeLineFeed(new EventLog("", 0), new HeartbeatAges());

	private final EventLog log;

	private final HeartbeatAges heartbeats;

	private byte @Nullable [] whole;

	private Instant wholeUntil = Instant.MIN;

	private long wholeNumber;

	TimeLineFeed(EventLog log, HeartbeatAges heartbeats) {
		this.log = log;
		this.heartbeats = heartbeats;
	}

	/**
	 * Returns the time line as JSON. The whole one is at most a second old, and has all
	 * events that browsers were sent before: all browsers ask for it.
	 * @param from when the part that is asked for begins, or {@code null}
	 * @param to when it ends, or {@code null}
	 */
	byte[] json(@Nullable String from, @Nullable String to) {
		return (from == null && to == null) ? whole() : part(instant(from), instant(to), Instant.now());
	}

	private synchronized byte[] whole() {
		byte[] known = this.whole;
		Instant now = Instant.now();
		long number = this.log.number();
		if (known == null || now.isAfter(this.wholeUntil) || number != this.wholeNumber) {
			this.wholeNumber = number;
			known = part(null, null, now);
			this.whole = known;
			this.wholeUntil = now.plusSeconds(1);
		}
		return known;
	}

	private byte[] part(@Nullable Instant from, @Nullable Instant to, Instant now) {
		TimeLine all = this.log.timeLine(now);
		if (all == null) {
			return BoardJson.bytes(Map.of());
		}
		TimeLine line = all.part(from, to);
		Map<String, @Nullable Object> json = line.json();
		json.put("knownFrom", all.from().toString());
		json.put("lastEvent", all.events().stream().mapToLong(BoardEvent::number).max().orElse(0));
		json.put("heartbeats", this.heartbeats.json(line.from(), line.to()));
		return BoardJson.bytes(json);
	}

	/** Returns who was up at a time, as JSON: {@code up} is null if that is not known. */
	byte[] upAt(@Nullable String time) {
		TimeLine line = this.log.timeLine(Instant.now());
		Instant asked = instant(time);
		return BoardJson
			.bytes((line != null && asked != null) ? line.upAtJson(asked) : Collections.singletonMap("up", null));
	}

	private static @Nullable Instant instant(@Nullable String text) {
		try {
			return (text != null) ? Instant.parse(text) : null;
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

}
