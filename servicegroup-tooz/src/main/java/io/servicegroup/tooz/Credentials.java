package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * A user and a password.
 *
 * @param user the user's name, or {@code null} for the server's default user
 * @param password the password
 * @since 0.1.0
 */
public record Credentials(@Nullable String user, String password) {

	/** Leaves out the password. */
	@Override
	public String toString() {
		return "Credentials[user=" + this.user + "]";
	}

}
