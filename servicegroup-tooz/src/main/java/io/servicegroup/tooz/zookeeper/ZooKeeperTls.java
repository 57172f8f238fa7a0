package io.servicegroup.tooz.zookeeper;

import java.time.Duration;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

/**
 * Reads the TLS options of a URL. They have the names of kazoo's options. Unlike kazoo,
 * the client also verifies the server's host name.
 */
final class ZooKeeperTls {

	private static final String USE_SSL = "use_ssl";

	private static final String VERIFY_CERTS = "verify_certs";

	private ZooKeeperTls() {
	}

	static void check(ToozUrl url) {
		TlsConnector.OPTIONS.check(url);
		if (url.tlsMaterial() != null && !url.flag(USE_SSL, true)) {
			throw new InvalidToozUrlException("'" + url + "' has an SSL bundle, but use_ssl is false.",
					"Remove one of the two.");
		}
		if (!usesTls(url) && (TlsConnector.OPTIONS.areIn(url) || url.option(VERIFY_CERTS) != null)) {
			throw new InvalidToozUrlException("'" + url + "' has options for TLS, but does not ask for it.",
					"Add use_ssl=true, and use the servers' secureClientPort.");
		}
	}

	private static boolean usesTls(ToozUrl url) {
		return url.flag(USE_SSL, url.tlsMaterial() != null);
	}

	/** Returns null if the URL does not ask for TLS. */
	static @Nullable TlsConnector connector(ToozUrl url, Duration timeout) {
		if (!usesTls(url)) {
			return null;
		}
		boolean verifies = url.flag(VERIFY_CERTS, true);
		return new TlsConnector(verifies ? TlsConnector.OPTIONS.material(url) : TlsConnector.OPTIONS.unverified(url),
				verifies, timeout);
	}

}
