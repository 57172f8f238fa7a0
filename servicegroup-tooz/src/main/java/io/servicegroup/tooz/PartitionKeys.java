package io.servicegroup.tooz;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Returns the key of an object on the ring: the bytes of Python's {@code str}, so that a
 * Python member finds the same owner for the same value.
 */
final class PartitionKeys {

	private PartitionKeys() {
	}

	static byte[] of(Object object) {
		return (object instanceof PartitionKey key) ? key.partitionKey()
				: text(object).getBytes(StandardCharsets.UTF_8);
	}

	private static String text(Object object) {
		if (object instanceof String text) {
			return text;
		}
		if (object instanceof byte[] bytes) {
			return literal(bytes);
		}
		if (object instanceof Boolean flag) {
			return flag ? "True" : "False";
		}
		String text = object.toString();
		if (text.equals(object.getClass().getName() + '@' + Integer.toHexString(System.identityHashCode(object)))) {
			throw new IllegalArgumentException("toString() of " + object.getClass().getTypeName()
					+ " differs between processes: pass a string, or implement PartitionKey");
		}
		return text;
	}

	/** Returns Python's text of bytes, such as {@code b'x\x00'}. */
	private static String literal(byte[] bytes) {
		String latin = new String(bytes, StandardCharsets.ISO_8859_1);
		char quote = (latin.indexOf('\'') >= 0 && latin.indexOf('"') < 0) ? '"' : '\'';
		StringBuilder literal = new StringBuilder("b").append(quote);
		latin.chars().forEach((character) -> literal.append(escaped((char) character, quote)));
		return literal.append(quote).toString();
	}

	private static String escaped(char character, char quote) {
		return switch (character) {
			case '\t' -> "\\t";
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\\' -> "\\\\";
			default -> {
				if (character < ' ' || character > '~') {
					yield String.format(Locale.ROOT, "\\x%02x", (int) character);
				}
				yield (character == quote) ? "\\" + quote : String.valueOf(character);
			}
		};
	}

}
