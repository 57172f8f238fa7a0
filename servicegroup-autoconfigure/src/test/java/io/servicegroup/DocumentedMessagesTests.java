package io.servicegroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Finds messages that docs/troubleshoot.md lacks: each text that the sources of the
 * published modules log at WARN or ERROR, and each text of an exception that becomes the
 * description of a failed start, or the reason of a failed heartbeat or call.
 */
class DocumentedMessagesTests {

	private static final List<String> MODULES = List.of("tooz", "autoconfigure", "spring-cloud", "shedlock");

	private static final Set<String> REASONS = Set.of("InvalidToozUrlException", "InvalidServiceGroupException",
			"StoreUnavailableException", "OperationTimeoutException", "AccessDeniedException", "LoginRefusedException",
			"ServiceGroupUnavailableException", "CoordinationException", "ServiceGroupException");

	/** The first argument of this exception is the name of a property. */
	private static final String PROPERTY = "InvalidPropertyException";

	private static final Pattern CALL = Pattern
		.compile("\\.(?:warn|error)\\(|\\.atLevel\\([^;]*?\\.log\\(|new (\\w+Exception)\\(");

	private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");

	/** A message needs so many words until its next separator to be found by them. */
	private static final int ENOUGH_WORDS = 3;

	@Test
	void thePageHasEachMessage() throws IOException {
		String page = Files.readString(Path.of("../docs/troubleshoot.md"));
		Map<String, String> messages = messages();
		assertThat(messages).hasSizeGreaterThan(150);
		Map<String, String> missing = new TreeMap<>(messages);
		missing.keySet()
			.removeIf((message) -> page.contains(message) || alternatives(message).allMatch(page::contains));
		assertThat(missing).as("Missing on docs/troubleshoot.md").isEmpty();
	}

	@Test
	void aMessageIsReadFromSources() {
		List<String> found = new ArrayList<>();
		collect("""
				logger.warn("Heartbeat of member '{}' failed; retrying. " + "The store drops it", id);
				throw new StoreUnavailableException(this.server + " did not answer within " + n(")") + " ms", ex);
				throw new InvalidPropertyException(PROPERTY, "No group " + "is configured: \\"x\\".", "Set it.");
				throw new CoordinationException(message, ex);
				throw new IllegalStateException("This is a bug somewhere");
				""", found);
		assertThat(found).containsExactly("Heartbeat of member '…' failed", "did not answer within … ms",
				"No group is configured");
	}

	/** Returns the beginnings of all messages, with the file that has each. */
	private static Map<String, String> messages() throws IOException {
		Map<String, String> messages = new TreeMap<>();
		for (String module : MODULES) {
			try (Stream<Path> files = Files.walk(Path.of("../servicegroup-" + module + "/src/main/java"))) {
				for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
					List<String> found = new ArrayList<>();
					collect(Files.readString(file), found);
					found.forEach((message) -> messages.put(message, file.getFileName().toString()));
				}
			}
		}
		return messages;
	}

	/** Returns the parts of a message in which one part takes the place of another. */
	private static Stream<String> alternatives(String message) {
		return Arrays.stream(message.split("…")).map(String::strip);
	}

	private static void collect(String source, List<String> found) {
		for (MatchResult call : CALL.matcher(source).results().toList()) {
			String exception = call.group(1);
			if (exception == null || exception.equals(PROPERTY) || REASONS.contains(exception)) {
				List<String> arguments = arguments(source, call.end());
				int text = PROPERTY.equals(exception) ? 1 : 0;
				if (arguments.size() > text) {
					String message = beginning(arguments.get(text));
					if (message.chars().anyMatch(Character::isLetter)) {
						found.add(message);
					}
				}
			}
		}
	}

	/** Returns the arguments of a call: their text, with an ellipsis for each value. */
	private static List<String> arguments(String source, int begin) {
		StringBuilder text = new StringBuilder();
		Matcher string = STRING.matcher(source);
		int depth = 1;
		for (int i = begin; depth > 0; i++) {
			char c = source.charAt(i);
			if (c == '"' && string.find(i) && string.start() == i) {
				text.append((depth == 1) ? unquoted(string.group()) : "\0");
				i = string.end() - 1;
				continue;
			}
			depth += (c == '(') ? 1 : (c == ')') ? -1 : 0;
			if (c == ',' && depth == 1) {
				text.append('\1');
			}
			else if (depth > 0 && c != '+' && !Character.isWhitespace(c)) {
				text.append('\0');
			}
		}
		return Arrays.asList(text.toString().replaceAll("\0+", "…").split("\1", -1));
	}

	private static String unquoted(String literal) {
		return literal.substring(1, literal.length() - 1).replace("{}", "\0").translateEscapes();
	}

	/** Returns the message up to the first separator that has enough words before it. */
	private static String beginning(String message) {
		Matcher separator = Pattern.compile("[.:;](?=\\s|$)|$").matcher(message);
		while (separator.find()) {
			String beginning = clean(message.substring(0, separator.start()));
			if (Pattern.compile("\\p{L}[\\p{L}'-]*").matcher(beginning).results().count() >= ENOUGH_WORDS) {
				return beginning;
			}
		}
		return clean(message);
	}

	private static String clean(String message) {
		return message.replaceAll("…+", "…").replaceAll("^[ …,]+|[ …(),.:]+$", "");
	}

}
