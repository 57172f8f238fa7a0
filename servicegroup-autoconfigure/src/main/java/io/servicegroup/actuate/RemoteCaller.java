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
 * Who calls an endpoint.
 *
 * @param operator the principal's name, or {@code null} if it is unknown
 * @param address the remote address, or {@code null} if it is unknown
 */
record RemoteCaller(@Nullable String operator, @Nullable String address) {

	private static final boolean SERVLETS = ClassUtils.isPresent("jakarta.servlet.http.HttpServletRequest", null)
			&& ClassUtils.isPresent("org.springframework.web.context.request.RequestContextHolder", null);

	/** Returns the principal and the remote address of the servlet request. */
	static RemoteCaller of(SecurityContext security) {
		return of(security, SERVLETS ? ServletRequests.remoteAddress() : null);
	}

	static RemoteCaller of(SecurityContext security, @Nullable String address) {
		Principal principal = security.getPrincipal();
		return new RemoteCaller((principal != null) ? principal.getName() : null, address);
	}

	/**
	 * Returns the principal and the remote address, safe to print, for the audit line.
	 */
	@Override
	public String toString() {
		return "principal " + ((this.operator != null) ? "'" + Printable.of(this.operator) + "'" : "unknown")
				+ ", remote address " + ((this.address != null) ? Printable.of(this.address) : "unknown");
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
