package io.servicegroup.driver.db;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;

/**
 * JDBC URLs as they may be shown: without user, password and parameters, which each
 * driver writes its own way.
 */
final class JdbcUrl {

	private static final Pattern IN_TEXT = Pattern.compile("jdbc:\\S+");

	private static final Pattern LOGIN = Pattern.compile("^(jdbc:(?:\\w+:)*(?://)?).*@");

	private JdbcUrl() {
	}

	/** Where a pool that was not asked yet will connect to, if it tells. */
	static String of(DataSource dataSource) {
		BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
		for (String property : new String[] { "jdbcUrl", "url" }) {
			try {
				if (bean.isReadableProperty(property) && bean.getPropertyValue(property) instanceof String url) {
					return shown(url);
				}
			}
			catch (BeansException ex) {
				// Told by the first connection, then.
			}
		}
		return "jdbc";
	}

	static String shown(String url) {
		String address = url.split("[?;&(]", 2)[0];
		if (url.indexOf('@', address.length()) >= 0) {
			// A password may hold what would end the address.
			return address.replaceFirst("^(jdbc:\\w*).*", "$1");
		}
		return LOGIN.matcher(address).replaceFirst("$1");
	}

	/** A text as it may be shown. */
	static String blotted(String text) {
		return IN_TEXT.matcher(text).replaceAll((url) -> Matcher.quoteReplacement(shown(url.group())));
	}

}
