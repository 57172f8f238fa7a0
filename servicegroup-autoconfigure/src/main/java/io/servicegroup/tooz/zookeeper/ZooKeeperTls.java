package io.servicegroup.tooz.zookeeper;

import java.time.Duration;

import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.TlsOptions;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

/**
 * What a URL says of TLS. The names are kazoo's; unlike there, the server's name is
 * verified, too.
 */
final class ZooKeeperTls {

	static final TlsOptions FILES = new TlsOptions("ca", "certfile", "keyfile", "keyfile_password");

	private static final String ASKS = "use_ssl";

	private static final String VERIFIES = "verify_certs";

	private ZooKeeperTls() {
	}

	static void check(ToozUrl url) {
		FILES.check(url);
		if (url.tlsMaterial() != null && !url.flag(ASKS, true)) {
			throw new InvalidToozUrl("'" + url + "' has an SSL bundle, but use_ssl is false.",
					"Leave out the one or the other.");
		}
		if (!isAskedFor(url) && (FILES.areIn(url) || url.option(VERIFIES) != null)) {
			throw new InvalidToozUrl("'" + url + "' says how to use TLS, but does not ask for it.",
					"Add use_ssl=true, and let the port be the servers' secureClientPort.");
		}
	}

	private static boolean isAskedFor(ToozUrl url) {
		return url.flag(ASKS, url.tlsMaterial() != null);
	}

	/** Returns null where the URL does not ask for TLS. */
	static @Nullable TlsDialer dialer(ToozUrl url, Duration timeout) {
		if (!isAskedFor(url)) {
			return null;
		}
		boolean verifies = url.flag(VERIFIES, true);
		return new TlsDialer(verifies ? FILES.material(url) : FILES.unverified(url), verifies, timeout);
	}

}
