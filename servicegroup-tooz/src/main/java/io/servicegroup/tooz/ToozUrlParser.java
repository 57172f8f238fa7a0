package io.servicegroup.tooz;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.servicegroup.tooz.format.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Parses a coordination URL. {@link java.net.URI} cannot be used: it supports neither
 * several hosts nor underscores in host names, and its exceptions contain the whole URL
 * including the password.
 */
final class ToozUrlParser {

	private static final Pattern SHAPE = Pattern
		.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?<fragment>#.*)?");

	private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");

	private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]\\s]+)(?::(.*))?");

	private static final String SECRET_FREE_HOST = "(\\[[^]@,]*]|[^,:/?#@\\[\\]]*)(:\\d{0,5})?";

	/** Hosts whose ports are numbers, and a path: no part of a password. */
	private static final Pattern SECRET_FREE = Pattern
		.compile("(?s)" + SECRET_FREE_HOST + "(," + SECRET_FREE_HOST + ")*([/?#].*)?");

	private static final String EXAMPLE = "Write it like redis://localhost:6379?timeout=5 or kazoo://zk1:2181,zk2:2181.";

	private static final String ENCODE = "Percent-encode special characters: / is %2F, ? is %3F, # is %23, "
			+ "@ is %40, : is %3A.";

	private final String url;

	ToozUrlParser(String url) {
		// As in Python, and as java.nio.file.Path.toUri() writes it.
		this.url = url.strip().replaceFirst("(?i)^file:(/(?!/))", "file://$1");
	}

	ToozUrl parse() {
		Matcher shape = SHAPE.matcher(this.url);
		if (!shape.matches()) {
			throw new InvalidToozUrlException("'" + shown() + "' is not a coordination URL: it has no scheme.",
					EXAMPLE);
		}
		if (shape.group("fragment") != null) {
			throw new InvalidToozUrlException("'" + shown() + "' has a #, which a coordination URL must not contain.",
					ENCODE);
		}
		String authority = shape.group(2);
		if (this.url.indexOf('@', shape.end(2)) >= 0) {
			throw new InvalidToozUrlException(
					"'" + shown() + "' has an @ after its first / or ?: password, host and options are ambiguous.",
					ENCODE);
		}
		int at = authority.lastIndexOf('@');
		ToozUrl.Login login = login((at < 0) ? null : authority.substring(0, at));
		return new ToozUrl(shape.group(1).toLowerCase(Locale.ROOT), login, hosts(authority.substring(at + 1)),
				shape.group(3), options(shape.group(4)), Set.of(), ClientSettings.NONE);
	}

	private static ToozUrl.Login login(@Nullable String login) {
		if (login == null) {
			return ToozUrl.Login.NONE;
		}
		int colon = login.indexOf(':');
		String user = (colon < 0) ? login : login.substring(0, colon);
		String password = (colon < 0) ? "" : login.substring(colon + 1);
		String decodedUser = decodeLogin(user);
		String decodedPassword = decodeLogin(password);
		boolean same = user.equals(decodedUser) && password.equals(decodedPassword);
		return new ToozUrl.Login(orNull(decodedUser), orNull(decodedPassword),
				same ? null : new ToozUrl.Login(orNull(user), orNull(password), null));
	}

	private static @Nullable String orNull(String text) {
		return text.isEmpty() ? null : text;
	}

	private List<ToozUrl.Host> hosts(String authority) {
		List<ToozUrl.Host> hosts = new ArrayList<>();
		for (String host : authority.isEmpty() ? new String[0] : authority.split(",", -1)) {
			hosts.add(requireHost(host));
		}
		return hosts;
	}

	private ToozUrl.Host requireHost(String text) {
		ToozUrl.Host host = host(text);
		if (host != null) {
			return host;
		}
		Matcher parts = HOST.matcher(text);
		if (!parts.matches()) {
			throw new InvalidToozUrlException("Invalid host in '" + shown() + "'.",
					EXAMPLE + " Write an IPv6 address in brackets: [::1]:6379.");
		}
		// A text that is not a number may be the password of a URL without a host.
		String port = parts.group(2).matches("-?\\d{1,5}") ? " '" + parts.group(2) + "'" : "";
		throw new InvalidToozUrlException("Invalid port" + port + " in '" + shown() + "'.",
				"Use a number from 1 to 65535, or leave it out for the backend's default. "
						+ "Write a user and a password as user:password@host.");
	}

	/** Returns {@code null} if the text is not {@code host[:port]}. */
	static ToozUrl.@Nullable Host host(String text) {
		Matcher parts = HOST.matcher(text);
		if (!parts.matches()) {
			return null;
		}
		String name = parts.group(1).replaceAll("[\\[\\]]", "");
		if (parts.group(2) == null) {
			return new ToozUrl.Host(name, -1);
		}
		int port = parts.group(2).matches("\\d{1,5}") ? Integer.parseInt(parts.group(2)) : 0;
		return (port >= 1 && port <= 65535) ? new ToozUrl.Host(name, port) : null;
	}

	private Map<String, List<String>> options(@Nullable String query) {
		Map<String, List<String>> options = new LinkedHashMap<>();
		for (String pair : (query != null) ? query.split("&") : new String[0]) {
			int equals = pair.indexOf('=');
			String name = decode((equals < 0) ? pair : pair.substring(0, equals));
			if (!pair.isEmpty()) {
				options.computeIfAbsent(name, (n) -> new ArrayList<>())
					.add((equals < 0) ? "" : decode(pair.substring(equals + 1)));
			}
		}
		return options;
	}

	/**
	 * Decodes a user or password. One with a % that encodes nothing is meant as it is, as
	 * in tooz, which does not decode them.
	 */
	private static String decodeLogin(String text) {
		try {
			// URLDecoder decodes forms, where + is a space; here it is a plus.
			return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	/** Decodes a part of the query, which is a form, as in tooz: + is a space. */
	private String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidToozUrlException(
					"'" + shown() + "' has a % in an option that is not followed by two hexadecimal digits.",
					"Write a % itself as %25.");
		}
	}

	/**
	 * Returns the parts of the text that cannot belong to a secret, for error messages;
	 * the text may be a malformed URL. Omits everything before the last @, text after a
	 * colon that is not a port, and all options.
	 */
	private String shown() {
		Matcher scheme = SCHEME.matcher(this.url);
		int begin = scheme.lookingAt() ? scheme.end() : 0;
		int at = this.url.lastIndexOf('@');
		String rest = this.url.substring(Math.max(begin, at + 1));
		return this.url.substring(0, begin) + ((at >= begin) ? Redactor.MASK + "@" : "")
				+ (SECRET_FREE.matcher(rest).matches() ? rest.replaceFirst("(?s)[?#].*", "?" + Redactor.MASK)
						: Redactor.MASK);
	}

}
