package io.servicegroup.tooz.format;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets in the messages of clients and servers, which may repeat what they
 * were given.
 */
public final class Redactor {

	/** The text that replaces a secret. */
	public static final String MASK = "***";

	private final Supplier<Stream<String>> secrets;

	/**
	 * Creates a redactor.
	 * @param secrets returns the texts that must not be shown
	 */
	public Redactor(Supplier<Stream<String>> secrets) {
		this.secrets = secrets;
	}

	/**
	 * Returns a text without the secrets.
	 * @param text the text
	 * @return the text, each secret replaced
	 */
	public String redact(String text) {
		String redacted = text;
		// The longest first: a secret may be a part of another one.
		for (String secret : this.secrets.get()
			.filter((known) -> !known.isEmpty())
			.sorted(Comparator.comparingInt(String::length).reversed())
			.toList()) {
			redacted = redacted.replace(secret, MASK);
		}
		return redacted;
	}

	/**
	 * Returns an exception if it may be the cause of one that is shown.
	 * @param thrown the exception
	 * @return the exception, or {@code null} if its message, or that of a cause or a
	 * suppressed exception, contains a secret
	 */
	public @Nullable Throwable causeOrNull(Throwable thrown) {
		return isSafe(thrown) ? thrown : null;
	}

	private boolean isSafe(Throwable thrown) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			String message = String.valueOf(ex.getMessage());
			if (!redact(message).equals(message) || !List.of(ex.getSuppressed()).stream().allMatch(this::isSafe)) {
				return false;
			}
		}
		return true;
	}

}
