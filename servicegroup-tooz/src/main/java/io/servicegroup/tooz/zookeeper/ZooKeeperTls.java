package io.servicegroup.tooz.zookeeper;

import java.time.Duration;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * Reads the TLS options of a URL. They have the names of kazoo's options. Unlike kazoo,
 * the client also verifies the server's host name.
 */
final class ZooKeeperTls {

	static final TlsOptions OPTIONS = new TlsOptions("ca", "certfile", "keyfile", "keyfile_password");

	private static final String USE_SSL = "use_ssl";

	private static final String VERIFY_CERTS = "verify_certs";

	private ZooKeeperTls() {
	}

	static void check(ToozUrl url) {
		OPTIONS.check(url);
		if (url.tlsMaterial() != null && !url.flag(USE_SSL, true)) {
			throw new InvalidToozUrlException("'" + url + "' has an SSL bundle, but use_ssl is false.",
					"Remove one of the two.");
		}
		if (!usesTls(url) && (OPTIONS.areIn(url) || url.option(VERIFY_CERTS) != null)) {
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
		return new TlsConnector(verifies ? OPTIONS.material(url) : OPTIONS.unverified(url), verifies, timeout);
	}

}
