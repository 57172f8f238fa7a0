package io.servicegroup.tooz.format;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside safe to print. A member id, a reason or a server's message
 * could otherwise begin a line of its own in a log, or change the colour or direction of
 * the text.
 */
public final class Printable {

	private static final int MAX_LENGTH = 1000;

	private Printable() {
	}

	/**
	 * Returns the text with all control and format characters, line separators and
	 * unpaired surrogates escaped as in Java, and cut after 1000 characters.
	 * @param text the text, or {@code null}
	 * @return the text that is safe to print; {@code "null"} for {@code null}
	 */
	public static String of(@Nullable Object text) {
		String all = String.valueOf(text);
		StringBuilder printable = new StringBuilder(Math.min(all.length(), MAX_LENGTH));
		all.codePoints().limit(MAX_LENGTH).forEach((code) -> append(code, printable));
		return (all.codePointCount(0, all.length()) > MAX_LENGTH) ? printable.append("...").toString()
				: printable.toString();
	}

	private static void append(int code, StringBuilder printable) {
		switch (Character.getType(code)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				escape(code, printable);
			default -> printable.appendCodePoint(code);
		}
	}

	private static void escape(int code, StringBuilder printable) {
		switch (code) {
			case '\n' -> printable.append("\\n");
			case '\r' -> printable.append("\\r");
			case '\t' -> printable.append("\\t");
			default -> {
				for (char unit : Character.toChars(code)) {
					printable.append("\\u");
					for (int shift = 12; shift >= 0; shift -= 4) {
						printable.append(Character.forDigit((unit >> shift) & 0xf, 16));
					}
				}
			}
		}
	}

}
