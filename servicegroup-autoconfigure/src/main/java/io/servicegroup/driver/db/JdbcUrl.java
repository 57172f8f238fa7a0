package io.servicegroup.driver.db;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;

/**
 * Redacts JDBC URLs: removes user, password and parameters, whose syntax depends on the
 * JDBC driver.
 */
final class JdbcUrl {

	private static final Pattern IN_TEXT = Pattern.compile("jdbc:\\S+");

	private static final Pattern LOGIN = Pattern.compile("^(jdbc:(?:\\w+:)*(?://)?).*@");

	private JdbcUrl() {
	}

	/**
	 * Returns the redacted URL of a pool without connecting, or {@code jdbc} if the pool
	 * has no such property.
	 */
	static String of(DataSource dataSource) {
		BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
		for (String property : new String[] { "jdbcUrl", "url" }) {
			try {
				if (bean.isReadableProperty(property) && bean.getPropertyValue(property) instanceof String url) {
					return redactedUrl(url);
				}
			}
			catch (BeansException ex) {
				// The first connection provides the URL.
			}
		}
		return "jdbc";
	}

	static String redactedUrl(String url) {
		String address = url.split("[?;&(]", 2)[0];
		if (url.indexOf('@', address.length()) >= 0) {
			// The password may contain a character that ends the address.
			return address.replaceFirst("^(jdbc:\\w*).*", "$1");
		}
		return LOGIN.matcher(address).replaceFirst("$1");
	}

	/** Returns a text with its JDBC URLs redacted. */
	static String redacted(String text) {
		return IN_TEXT.matcher(text).replaceAll((url) -> Matcher.quoteReplacement(redactedUrl(url.group())));
	}

}
