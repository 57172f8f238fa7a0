package io.servicegroup.tooz.format;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Formats bytes as Python's {@code repr} does, such as {@code b'gr\xc3\xbcn'}. Python
 * writes this text when it formats bytes into a string without decoding them.
 */
public final class PythonRepr {

	private PythonRepr() {
	}

	/**
	 * Returns the {@code repr} of a text's UTF-8 bytes.
	 * @param text the text
	 * @return the text that Python writes
	 */
	public static String ofBytes(String text) {
		return of(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns the {@code repr} of bytes.
	 * @param bytes the bytes
	 * @return the text that Python writes
	 */
	public static String of(byte[] bytes) {
		String latin = new String(bytes, StandardCharsets.ISO_8859_1);
		char quote = (latin.contains("'") && !latin.contains("\"")) ? '"' : '\'';
		StringBuilder repr = new StringBuilder("b").append(quote);
		latin.chars().forEach((value) -> repr.append(escape((char) value, quote)));
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
