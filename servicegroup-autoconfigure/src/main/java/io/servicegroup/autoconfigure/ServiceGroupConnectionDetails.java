package io.servicegroup.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Details required to establish a connection to a coordination service. A bean of this
 * type is used in place of {@code servicegroup.tooz-url}, unless that property names
 * another backend.
 *
 * @since 0.1.0
 */
public interface ServiceGroupConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the URL of the coordination service, in the format of OpenStack tooz.
	 * @return the URL, which may contain a password
	 */
	String getToozUrl();

	/**
	 * Returns the SSL bundle to secure the connection by. {@code servicegroup.ssl.bundle}
	 * takes precedence. Called again for new connections: a bundle with other
	 * certificates replaces the last one.
	 * @return the bundle, or {@code null} for what the URL says
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
