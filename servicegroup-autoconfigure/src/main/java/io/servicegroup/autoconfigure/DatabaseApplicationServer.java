package io.servicegroup.autoconfigure;

import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The database that the application's {@code DataSource} is configured with. The pool's
 * connections are not used: a lock keeps its session.
 *
 * @param scheme the scheme of the URL
 * @param connections the connection details of Spring Boot's {@code DataSource}
 * @param properties those of a {@code DataSource} of the application's own
 * @param secured whether an SSL bundle secures the connections
 */
record DatabaseApplicationServer(String scheme, ObjectProvider<JdbcConnectionDetails> connections,
		ObjectProvider<DataSourceProperties> properties, boolean secured) implements ApplicationServer {

	private static final Pattern JDBC = Pattern.compile("jdbc:(?<driver>postgresql|mysql|mariadb)://"
			+ "(?:(?<user>[^/?@:]*)(?::(?<password>[^/?@]*))?@)?(?<server>[^/?@()]+/[^/?]+)(?:\\?(?<options>.*))?");

	/** The options for TLS of PostgreSQL's driver that a URL has, too. */
	private static final Set<String> KNOWN = Set.of("sslrootcert", "sslcert", "sslkey");

	private static final Set<String> OPTIONAL_TLS = Set.of("disable", "disabled", "allow", "prefer", "preferred",
			"false");

	@Override
	public Set<String> schemes() {
		return Set.of(this.scheme);
	}

	@Override
	public ServiceGroupConnectionDetails details() {
		JdbcConnectionDetails unique = this.connections.getIfUnique();
		if (unique != null) {
			return details(unique.getJdbcUrl(), unique.getUsername(), unique.getPassword());
		}
		DataSourceProperties configured = this.properties.getIfUnique();
		if (configured == null || configured.getUrl() == null) {
			throw ConnectionResolver.notOne(this.scheme, "JdbcConnectionDetails",
					this.connections.stream().findAny().isEmpty());
		}
		return details(configured.getUrl(), configured.getUsername(), configured.getPassword());
	}

	private ServiceGroupConnectionDetails details(String jdbcUrl, @Nullable String user, @Nullable String password) {
		Matcher jdbc = JDBC.matcher(jdbcUrl);
		if (!jdbc.matches() || !this.scheme.equals(jdbc.group("driver").replace("mariadb", "mysql"))) {
			throw refused("has another form than jdbc:" + this.scheme + "://host:port/database");
		}
		JdbcLogin login = new JdbcLogin(jdbc.group("driver"), user, password).with("user", jdbc.group("user"))
			.with("password", jdbc.group("password"));
		StringJoiner options = new StringJoiner("&", "?", "").setEmptyValue("");
		for (String option : (jdbc.group("options") != null) ? jdbc.group("options").split("&") : new String[0]) {
			String name = option.replaceFirst("=.*", "");
			login = login.with(name, option.substring(Math.min(name.length() + 1, option.length())));
			if (name.toLowerCase(Locale.ROOT).matches(".*(ssl|tls|trust|certificate).*") && !this.secured) {
				options.add(tls(option));
			}
		}
		return new ConnectionResolver.Resolved(this.scheme + "://" + login.inUrl() + jdbc.group("server")
				+ options.toString().replaceFirst("[?&]+$", ""));
	}

	/** Refuses what the URL cannot express, so that no connection loses its TLS. */
	private String tls(String option) {
		String name = option.replaceFirst("=.*", "");
		if (this.scheme.equals("postgresql") && KNOWN.contains(name)) {
			return option;
		}
		if (OPTIONAL_TLS.contains(option.replaceFirst(".*=", "").toLowerCase(Locale.ROOT))) {
			return "";
		}
		throw refused("has the option '" + name + "', which a coordination URL does not have");
	}

	private InvalidPropertyException refused(String why) {
		return new InvalidPropertyException(ConnectionResolver.PROPERTY,
				"The URL '" + this.scheme + ":' uses the application's JDBC URL, but that " + why + ".",
				"Write " + this.scheme
						+ "://user:password@host/database with the options for TLS, or set servicegroup.ssl.bundle.");
	}

}
