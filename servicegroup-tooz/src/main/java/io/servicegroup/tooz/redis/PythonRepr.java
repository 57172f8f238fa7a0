package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Formats bytes as Python's {@code repr} does, such as {@code b'gr\xc3\xbcn'}. Python
 * writes this text when it formats bytes into a string without decoding them.
 */
final class PythonRepr {

	private PythonRepr() {
	}

	/** Returns the {@code repr} of a text's UTF-8 bytes. */
	static String ofBytes(String text) {
		char quote = (text.contains("'") && !text.contains("\"")) ? '"' : '\'';
		StringBuilder repr = new StringBuilder("b").append(quote);
		for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
			repr.append(escape((char) (value & 0xff), quote));
		}
		return repr.append(quote).toString();
	}

	private static String escape(char value, char quote) {
		return switch (value) {
			case '\t' -> "\\t";
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\\' -> "\\\\";
			default -> (value == quote) ? "\\" + value : (value < ' ' || value > '~')
					? String.format(Locale.ROOT, "\\x%02x", (int) value) : String.valueOf(value);
		};
	}

}
