package io.servicegroup.sample;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Rejects requests whose {@code Host} is not a name of this application. A foreign web
 * page can have its own name resolve to 127.0.0.1 (DNS rebinding); the browser then lets
 * that page call the endpoints, but still sends the foreign name.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class HostCheck extends OncePerRequestFilter {

	private static final Pattern HOST = Pattern.compile("(\\[[^]]*]|[^:]+)(:[0-9]*)?");

	private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

	private final Set<String> more;

	/**
	 * Creates the filter.
	 * @param more the names to accept in addition to those of the local machine, without
	 * port
	 */
	HostCheck(@Value("${sample.allowed-hosts:}") Set<String> more) {
		this.more = more;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String name = name(request.getHeader(HttpHeaders.HOST));
		if (LOCAL.contains(name) || this.more.contains(name)) {
			chain.doFilter(request, response);
			return;
		}
		response.setStatus(HttpStatus.MISDIRECTED_REQUEST.value());
		response.setContentType("text/plain;charset=UTF-8");
		response.getWriter()
			.println("The Host header of this request is not a name of this application. Use http://localhost, or add "
					+ "the name to the property sample.allowed-hosts.");
	}

	/** Returns the header's name in lower case, without the port. */
	private static String name(@Nullable String header) {
		Matcher matcher = HOST.matcher((header != null) ? header : "");
		return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
	}

}
