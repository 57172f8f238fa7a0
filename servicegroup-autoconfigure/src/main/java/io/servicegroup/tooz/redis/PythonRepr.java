package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;

/**
 * Python's {@code repr} of bytes, such as {@code b'gr\xc3\xbcn'}: what Python makes of
 * bytes that are put into a text without decoding them.
 */
final class PythonRepr {

	private PythonRepr() {
	}

	static String ofBytes(String text) {
		char quote = (text.contains("'") && !text.contains("\"")) ? '"' : '\'';
		StringBuilder repr = new StringBuilder("b").append(quote);
		for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
			repr.append(escape((char) (one & 0xff), quote));
		}
		return repr.append(quote).toString();
	}

	private static String escape(char one, char quote) {
		return switch (one) {
			case '\t' -> "\\t";
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\\' -> "\\\\";
			default -> (one == quote) ? "\\" + one
					: (one < ' ' || one > '~') ? "\\x%02x".formatted((int) one) : String.valueOf(one);
		};
	}

}
