package io.servicegroup.board;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.servicegroup.MemberEventCause;
import io.servicegroup.board.BoardEvent.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The lines of a {@link History}: a header, then events, with the members that were up
 * where these do not follow from the event before, and times at which the application was
 * alive.
 */
final class HistoryLines {

	private static final Logger logger = LoggerFactory.getLogger(HistoryLines.class);

	private static final String MARK = "alive";

	private HistoryLines() {
	}

	static String header(String group) {
		Map<String, Object> header = new LinkedHashMap<>();
		header.put("history", "servicegroup.board");
		header.put("version", 1);
		header.put("group", group);
		return BoardJson.write(header);
	}

	static boolean isHeader(String line) {
		return line.startsWith("{\"history\":\"servicegroup.board\"");
	}

	static String mark(Instant now) {
		return BoardJson.write(Map.of(MARK, now.toString())) + "\n";
	}

	static String of(BoardEvent event) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>(event.json());
		json.put("change", event.change());
		if (event.were() != null) {
			json.put("were", new TreeSet<>(event.were()));
		}
		return BoardJson.write(json) + "\n";
	}

	/**
	 * Returns what a log keeps, after the members that were up before its first event.
	 */
	static String whole(String group, EventLog log) {
		StringBuilder text = new StringBuilder(header(group)).append('\n');
		BoardEvent base = log.base();
		if (base != null) {
			text.append(of(base));
		}
		List<BoardEvent> events = log.latest(Integer.MAX_VALUE);
		for (int i = events.size() - 1; i >= 0; i--) {
			text.append(of(events.get(i)));
		}
		return text.toString();
	}

	/** Fills a log. A line that cannot be read is left out. */
	static void restore(List<String> lines, EventLog log) {
		Set<String> up = new TreeSet<>();
		Instant alive = Instant.MIN;
		int broken = 0;
		for (String line : lines) {
			try {
				JsonNode json = BoardJson.read(line);
				Instant at = Instant.parse(json.path(json.has(MARK) ? MARK : "at").asString());
				if (!json.has(MARK)) {
					BoardEvent event = event(json, at);
					log.restore(event);
					apply(event, up);
				}
				alive = at.isAfter(alive) ? at : alive;
			}
			catch (JacksonException | DateTimeException | IllegalArgumentException ex) {
				broken++;
				logger.debug("Line of the board's history cannot be read: {}", line, ex);
			}
		}
		if (broken > 0) {
			logger.info(
					"{} lines of the board's history cannot be read: left out. A process that was killed leaves one",
					broken);
		}
		if (!alive.equals(Instant.MIN)) {
			log.stopped(alive, up);
		}
	}

	private static void apply(BoardEvent event, Set<String> up) {
		if (event.kind() == Kind.STOPPED || event.kind() == Kind.BEGIN) {
			up.clear();
		}
		if (event.kind() == Kind.BEGIN && event.were() != null) {
			up.addAll(event.were());
		}
		if (event.change() > 0) {
			up.add(event.member());
		}
		else if (event.change() < 0) {
			up.remove(event.member());
		}
	}

	private static BoardEvent event(JsonNode json, Instant at) {
		Set<String> were = null;
		if (json.has("were")) {
			were = new TreeSet<>();
			for (JsonNode id : json.path("were")) {
				were.add(id.asString());
			}
		}
		return new BoardEvent(0, Kind.valueOf(json.path("kind").asString()), json.path("member").asString(), at,
				MemberEventCause.valueOf(json.path("cause").asString()), text(json, "reason"), text(json, "operator"),
				json.path("change").asInt(), were);
	}

	private static @Nullable String text(JsonNode json, String name) {
		return json.has(name) ? json.path(name).asString() : null;
	}

}
