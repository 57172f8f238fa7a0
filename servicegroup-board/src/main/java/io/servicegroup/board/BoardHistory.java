package io.servicegroup.board;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.GroupView;
import io.servicegroup.MembershipStatus;
import org.jspecify.annotations.Nullable;

/**
 * Answers what browsers ask of the past. Thread-safe.
 */
final class BoardHistory {

	private final EventLog log;

	private final HeartbeatAges heartbeats = new HeartbeatAges();

	private byte @Nullable [] whole;

	private Instant wholeUntil = Instant.MIN;

	BoardHistory(EventLog log) {
		this.log = log;
	}

	/** Notes how old the last heartbeat is, and returns the view of the group. */
	@Nullable GroupView look(MembershipStatus status, String group) {
		this.heartbeats.note(Instant.now(), status.lastHeartbeat());
		return status.views().get(group);
	}

	/**
	 * Returns the time line as JSON. The whole one is at most a second old: all browsers
	 * ask for it.
	 * @param from when the part that is asked for begins, or {@code null}
	 * @param to when it ends, or {@code null}
	 */
	byte[] timeLine(@Nullable String from, @Nullable String to) {
		return (from == null && to == null) ? whole() : part(instant(from), instant(to), Instant.now());
	}

	private synchronized byte[] whole() {
		byte[] known = this.whole;
		Instant now = Instant.now();
		if (known == null || now.isAfter(this.wholeUntil)) {
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
		json.put("heartbeats", this.heartbeats.json(line.from(), line.to()));
		return BoardJson.bytes(json);
	}

	/** Returns who was up at a time, as JSON: {@code up} is null if that is not known. */
	byte[] upAt(@Nullable String time) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		TimeLine line = this.log.timeLine(Instant.now());
		Instant asked = instant(time);
		json.put("up", (line != null && asked != null) ? line.upAt(asked) : null);
		return BoardJson.bytes(json);
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
