package io.servicegroup.driver;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.servicegroup.OperatorAct;
import org.jspecify.annotations.Nullable;

/**
 * Maps what operators did last to annotations of a group, one per member. They are
 * written together with the switches. Other releases keep them, and do not read them.
 */
final class ActAnnotations {

	/**
	 * Prefix of the key, followed by the member's id. The text is the time in
	 * milliseconds, the action and the operator's name.
	 */
	private static final String BY = "by/";

	private static final int MAX_ACTS = 100;

	private static final int LONGEST_NAME = 100;

	private ActAnnotations() {
	}

	/** Returns a change that notes an act, or forgets the last one without a name. */
	static Consumer<Map<String, String>> change(String member, String action, @Nullable String operator, Instant at) {
		return (annotations) -> {
			annotations.remove(BY + member);
			if (operator != null && !operator.isBlank()) {
				annotations.put(BY + member, at.toEpochMilli() + " " + action + " "
						+ operator.substring(0, Math.min(operator.length(), LONGEST_NAME)));
			}
			Map<String, OperatorAct> acts = of(annotations);
			List<String> oldest = acts.entrySet()
				.stream()
				.sorted(Comparator.comparing((Map.Entry<String, OperatorAct> act) -> act.getValue().at()))
				.limit(Math.max(0, acts.size() - MAX_ACTS))
				.map(Map.Entry::getKey)
				.toList();
			oldest.forEach((id) -> annotations.remove(BY + id));
		};
	}

	/** Parses the acts; any text may be there. */
	static Map<String, OperatorAct> of(Map<String, String> annotations) {
		Map<String, OperatorAct> acts = new HashMap<>();
		annotations.forEach((key, text) -> {
			String[] parts = text.split(" ", 3);
			if (key.startsWith(BY) && parts.length == 3) {
				acts.put(key.substring(BY.length()), new OperatorAct(parts[1], parts[2], time(parts[0])));
			}
		});
		return acts;
	}

	private static Instant time(String millis) {
		try {
			return Instant.ofEpochMilli(Long.parseLong(millis));
		}
		catch (NumberFormatException | DateTimeException ex) {
			return Instant.EPOCH;
		}
	}

}
