package io.servicegroup.actuate;

import java.security.Principal;

import io.servicegroup.tooz.format.Printable;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Describes who calls an endpoint, for the audit line.
 */
final class RemoteCaller {

	private static final boolean SERVLETS = ClassUtils.isPresent("jakarta.servlet.http.HttpServletRequest", null)
			&& ClassUtils.isPresent("org.springframework.web.context.request.RequestContextHolder", null);

	private RemoteCaller() {
	}

	/** Returns the principal and the remote address of the servlet request. */
	static String of(SecurityContext security) {
		return of(security, SERVLETS ? ServletRequests.remoteAddress() : null);
	}

	/** Returns the principal and the remote address, safe to print. */
	static String of(SecurityContext security, @Nullable String address) {
		Principal principal = security.getPrincipal();
		return "principal " + ((principal != null) ? "'" + Printable.of(principal.getName()) + "'" : "unknown")
				+ ", remote address " + ((address != null) ? Printable.of(address) : "unknown");
	}

	/** Its class needs the Servlet API. */
	private static final class ServletRequests {

		/** Returns the address, or {@code null} outside of a servlet request. */
		static @Nullable String remoteAddress() {
			return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
					? address(attributes.getRequest()) : null;
		}

		private static String address(HttpServletRequest request) {
			return request.getRemoteAddr();
		}

	}

}
