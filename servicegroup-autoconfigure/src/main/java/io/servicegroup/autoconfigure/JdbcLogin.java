package io.servicegroup.autoconfigure;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The login of a JDBC connection. As in the drivers, what the JDBC URL says takes
 * precedence over the properties.
 *
 * @param driver the driver's name in the URL
 * @param user the user, or {@code null}
 * @param password the password, or {@code null}
 */
record JdbcLogin(String driver, @Nullable String user, @Nullable String password) {

	/**
	 * Returns the login with an option of the URL. Other options than user and password
	 * change nothing.
	 * @param option the name of the option
	 * @param value the value as it is written, or {@code null} if there is none
	 */
	JdbcLogin with(String option, @Nullable String value) {
		if (value == null) {
			return this;
		}
		return switch (option.toLowerCase(Locale.ROOT)) {
			case "user" -> new JdbcLogin(this.driver, decode(value), this.password);
			case "password" -> new JdbcLogin(this.driver, this.user, decode(value));
			default -> this;
		};
	}

	/** Decodes a value as the driver does: MySQL's keeps a +, and MariaDB's all. */
	private String decode(String value) {
		try {
			return switch (this.driver) {
				case "mariadb" -> value;
				case "mysql" -> URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
				default -> URLDecoder.decode(value, StandardCharsets.UTF_8);
			};
		}
		catch (IllegalArgumentException ex) {
			// Its message contains a part of the password.
			return value;
		}
	}

	/** Returns the part of a coordination URL that logs in, or an empty text. */
	String inUrl() {
		return (StringUtils.hasLength(this.user) && !StringUtils.hasLength(this.password))
				? BareUrl.encode(this.user) + "@" : BareUrl.login(this.user, this.password);
	}

	/** Leaves out the password. */
	@Override
	public String toString() {
		return "JdbcLogin[user=" + this.user + "]";
	}

}
