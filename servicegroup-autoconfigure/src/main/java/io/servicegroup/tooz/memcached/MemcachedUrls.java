package io.servicegroup.tooz.memcached;

import java.util.Map;

import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.TlsOptions;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.UrlOption;

/**
 * Refuses URLs that memcached, or this version, cannot use.
 */
final class MemcachedUrls {

	static final TlsOptions TLS = new TlsOptions("ca_cert", "ssl_cert", "ssl_key", "ssl_key_password");

	static final Map<String, UrlOption> OPTIONS = Map.ofEntries(Map.entry("timeout", UrlOption.WHOLE_SECONDS),
			Map.entry("membership_timeout", UrlOption.WHOLE_SECONDS),
			Map.entry("lock_timeout", UrlOption.WHOLE_SECONDS), Map.entry("leader_timeout", UrlOption.WHOLE_SECONDS),
			// Taken for the sake of tooz's URLs: the client here sends everything
			// over one connection and has no pool.
			Map.entry("max_pool_size", UrlOption.NUMBER), Map.entry("use_ssl", UrlOption.FLAG),
			Map.entry("ca_cert", UrlOption.TEXT), Map.entry("ssl_cert", UrlOption.TEXT),
			Map.entry("ssl_key", UrlOption.TEXT), Map.entry("ssl_key_password", UrlOption.TEXT),
			Map.entry("ssl_check_hostname", UrlOption.FLAG), Map.entry("ssl_ciphers", UrlOption.NOT_YET));

	private static final String EXAMPLE = "Write it like memcached://localhost:11211?timeout=5.";

	private MemcachedUrls() {
	}

	static boolean isSecure(ToozUrl url) {
		return url.tlsMaterial() != null || url.flag("use_ssl", false);
	}

	static void check(ToozUrl url) {
		if ((url.user() == null || url.user().isEmpty()) != (url.password() == null || url.password().isEmpty())) {
			throw new InvalidToozUrl("'" + url + "' has a user or a password, but memcached wants both or none.",
					"Write memcached://user:password@host:11211, or leave them out.");
		}
		if (url.hosts().isEmpty()) {
			throw new InvalidToozUrl("'" + url + "' names no host.", EXAMPLE);
		}
		if (url.hosts().size() > 1) {
			throw new InvalidToozUrl("'" + url + "' names several hosts: a group stands in one memcached server.",
					"Keep " + url.hosts().get(0) + " only, the same one in all members.");
		}
		if (!url.path().isEmpty() && !url.path().equals("/")) {
			url.warnOfPath();
		}
		checkTls(url);
	}

	private static void checkTls(ToozUrl url) {
		if (TLS.areIn(url) && !url.flag("use_ssl", url.tlsMaterial() != null)) {
			throw new InvalidToozUrl("'" + url + "' has certificates, but asks for no TLS to use them.",
					"Add use_ssl=true, or leave out ca_cert, ssl_cert, ssl_key and the SSL bundle.");
		}
		TLS.check(url);
	}

}
