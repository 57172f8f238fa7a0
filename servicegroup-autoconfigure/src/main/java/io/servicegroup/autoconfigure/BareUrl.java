package io.servicegroup.autoconfigure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A coordination URL that names a backend, but no server, such as
 * {@code redis:?timeout=5}: the server is the one that the application uses anyway.
 *
 * @param scheme the scheme in lower case
 * @param options the options without a question mark, or an empty text
 */
record BareUrl(String scheme, String options) {

	private static final Pattern SHAPE = Pattern.compile("(?!(?i:file|memory):)([A-Za-z][A-Za-z0-9+.-]*):(?:\\?(.*))?");

	/** Returns the URL, or {@code null} if the text is no bare URL. */
	static @Nullable BareUrl parse(@Nullable String text) {
		Matcher shape = SHAPE.matcher((text != null) ? text.strip() : "");
		return shape.matches()
				? new BareUrl(shape.group(1).toLowerCase(Locale.ROOT), (shape.group(2) != null) ? shape.group(2) : "")
				: null;
	}

	/** Returns a URL with the same scheme, whatever server it names. */
	static String withAnyServer(String text) {
		BareUrl bare = parse(text);
		return (bare != null) ? bare.scheme + "://localhost" : text;
	}

	/** Returns a URL with the options of this one, which override those it has. */
	String addOptionsTo(String url) {
		return this.options.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + this.options;
	}

	/** Returns the part of a URL that logs in, or an empty text. */
	static String login(@Nullable String user, @Nullable String password) {
		return StringUtils.hasLength(password) ? encode((user != null) ? user : "") + ":" + encode(password) + "@" : "";
	}

	/** Returns a host and port of a URL, with an IPv6 address in brackets. */
	static String server(String host, int port) {
		return new ToozUrl.Host(host.replaceAll("[\\[\\]]", ""), port).toString();
	}

	static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
