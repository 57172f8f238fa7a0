package io.servicegroup.tooz.spi;

import java.util.Locale;

import io.servicegroup.tooz.ToozUrl;

/**
 * The type of an option of a {@link ToozUrl}: the values that it accepts.
 *
 * @since 0.1.0
 */
public enum UrlOption {

	/** A time in seconds, more than zero; a fraction is allowed. */
	SECONDS("a positive number of seconds, such as 5 or 2.5"),

	/** A time in whole seconds, more than zero. */
	WHOLE_SECONDS("a positive whole number of seconds, such as 5"),

	/** A whole number, zero or more. */
	NUMBER("a whole number, zero or more"),

	/**
	 * {@code true} or {@code false}, in any spelling that Python's oslo accepts, such as
	 * {@code yes} or {@code 0}.
	 */
	FLAG("true or false"),

	/** Any text; the last value is used if the option is set several times. */
	TEXT("a text"),

	/** Any text that must not be shown, such as a password. */
	SECRET("a text"),

	/** Any text; the option may be set several times. */
	LIST("a text"),

	/**
	 * An option of tooz that has no meaning in Java, such as the kind of its threads: any
	 * value is accepted, with a warning.
	 */
	PYTHON_ONLY("any text, as it has no meaning in Java"),

	/** An option of tooz that is not supported yet: no value is accepted. */
	NOT_YET("not supported yet");

	private final String expected;

	UrlOption(String expected) {
		this.expected = expected;
	}

	/**
	 * Returns a description of the accepted values, for error messages.
	 * @return such as {@code true or false}
	 */
	public String expected() {
		return this.expected;
	}

	/**
	 * Returns whether a value is valid for this type.
	 * @param value the value
	 * @return whether it is accepted
	 */
	public boolean accepts(String value) {
		return switch (this) {
			case SECONDS -> value.matches("\\d{1,9}(\\.\\d{1,9})?") && Double.parseDouble(value) > 0;
			case WHOLE_SECONDS -> value.matches("\\d{1,9}") && Integer.parseInt(value) > 0;
			case NUMBER -> value.matches("\\d{1,9}");
			case FLAG -> value.toLowerCase(Locale.ROOT).matches("true|false|yes|no|on|off|t|f|y|n|1|0");
			case TEXT, SECRET, LIST -> !value.isEmpty();
			case PYTHON_ONLY -> true;
			case NOT_YET -> false;
		};
	}

}
