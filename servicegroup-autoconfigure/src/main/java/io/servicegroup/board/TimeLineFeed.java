package io.servicegroup.board;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what browsers ask of the past. Thread-safe.
 */
final class TimeLineFeed {

	private static final Logger logger = LoggerFactory.getLogger(TimeLineFeed.class);

	/** Of a group that is not shown. */
	static final TimeLineFeed UNKNOWN = new TimeLineFeed(new EventLog("", 0));

	private final EventLog log;

	private byte @Nullable [] line;

	private Instant until = Instant.MIN;

	TimeLineFeed(EventLog log) {
		this.log = log;
	}

	/** Returns the time line as JSON, at most a second old: all browsers ask for it. */
	synchronized byte[] json() {
		byte[] known = this.line;
		Instant now = Instant.now();
		if (known == null || now.isAfter(this.until)) {
			TimeLine line = this.log.timeLine(now);
			known = BoardJson.bytes((line != null) ? line.json() : Map.of());
			this.line = known;
			this.until = now.plusSeconds(1);
		}
		return known;
	}

	/** Returns who was up at a time, as JSON: {@code up} is null if that is not known. */
	byte[] upAt(@Nullable String time) {
		TimeLine line = this.log.timeLine(Instant.now());
		try {
			if (line != null && time != null) {
				return BoardJson.bytes(line.upAtJson(Instant.parse(time)));
			}
		}
		catch (DateTimeParseException ex) {
			logger.debug("A browser asks for a time that cannot be parsed", ex);
		}
		return BoardJson.bytes(Collections.singletonMap("up", null));
	}

}
