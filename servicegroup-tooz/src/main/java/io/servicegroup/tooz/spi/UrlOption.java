package io.servicegroup.tooz.spi;

import java.util.Locale;

import io.servicegroup.tooz.ToozUrl;

/**
 * What values an option of a {@link ToozUrl} may take.
 */
public enum UrlOption {

	/** A time in seconds, more than zero; a fraction is allowed. */
	SECONDS("a positive number of seconds, such as 5 or 2.5"),

	/** A time in whole seconds, more than zero. */
	WHOLE_SECONDS("a positive whole number of seconds, such as 5"),

	/** A whole number, zero or more. */
	NUMBER("a whole number, zero or more"),

	/**
	 * {@code true} or {@code false}, in any of the spellings that Python's oslo takes.
	 */
	FLAG("true or false"),

	/** Any text; of several the last counts. */
	TEXT("a text"),

	/** Any text, given as often as one likes. */
	LIST("a text"),

	/** Known to tooz, not supported here yet: refused by name. */
	NOT_YET("not supported yet");

	private final String expected;

	UrlOption(String expected) {
		this.expected = expected;
	}

	public String expected() {
		return this.expected;
	}

	public boolean accepts(String value) {
		return switch (this) {
			case SECONDS -> value.matches("\\d{1,9}(\\.\\d{1,9})?") && Double.parseDouble(value) > 0;
			case WHOLE_SECONDS -> value.matches("\\d{1,9}") && Integer.parseInt(value) > 0;
			case NUMBER -> value.matches("\\d{1,9}");
			case FLAG -> value.toLowerCase(Locale.ROOT).matches("true|false|yes|no|on|off|t|f|y|n|1|0");
			case TEXT, LIST -> !value.isEmpty();
			case NOT_YET -> false;
		};
	}

}
