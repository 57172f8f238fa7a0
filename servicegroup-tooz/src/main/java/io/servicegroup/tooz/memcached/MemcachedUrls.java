package io.servicegroup.tooz.memcached;

import java.util.Map;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.memcached.client.MemcachedAccess;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * Declares the options of memcached URLs, and checks the URLs.
 */
final class MemcachedUrls {

	static final Map<String, UrlOption> OPTIONS = Map.ofEntries(Map.entry("timeout", UrlOption.WHOLE_SECONDS),
			Map.entry("membership_timeout", UrlOption.WHOLE_SECONDS),
			Map.entry("lock_timeout", UrlOption.WHOLE_SECONDS), Map.entry("leader_timeout", UrlOption.WHOLE_SECONDS),
			// Accepted for compatibility with tooz, but not used: the client has one
			// connection and no pool.
			Map.entry("max_pool_size", UrlOption.NUMBER), Map.entry("use_ssl", UrlOption.FLAG),
			Map.entry("ca_cert", UrlOption.TEXT), Map.entry("ssl_cert", UrlOption.TEXT),
			Map.entry("ssl_key", UrlOption.TEXT), Map.entry("ssl_key_password", UrlOption.SECRET),
			Map.entry("ssl_check_hostname", UrlOption.FLAG), Map.entry("ssl_ciphers", UrlOption.NOT_YET),
			Map.entry("executor", UrlOption.PYTHON_ONLY));

	private static final String EXAMPLE = "Write it like memcached://localhost:11211?timeout=5.";

	private MemcachedUrls() {
	}

	static void check(ToozUrl url) {
		if ((url.user() == null || url.user().isEmpty()) != (url.password() == null || url.password().isEmpty())) {
			throw new InvalidToozUrlException(
					"'" + url + "' has a user or a password, but memcached needs both or neither.",
					"Write memcached://user:password@host:11211, or remove them.");
		}
		if (url.hosts().isEmpty()) {
			throw new InvalidToozUrlException("'" + url + "' names no host.", EXAMPLE);
		}
		if (url.hosts().size() > 1) {
			throw new InvalidToozUrlException(
					"'" + url + "' names several hosts, but a group is stored on one memcached server.",
					"Keep " + url.hosts().get(0) + " only, and use the same server for all members.");
		}
		if (!url.path().isEmpty() && !url.path().equals("/")) {
			url.warnOfPath();
		}
		checkTls(url);
	}

	private static void checkTls(ToozUrl url) {
		if (MemcachedAccess.TLS.areIn(url) && !url.flag("use_ssl", url.tlsMaterial() != null)) {
			throw new InvalidToozUrlException("'" + url + "' names certificates, but TLS is off.",
					"Add use_ssl=true, or remove ca_cert, ssl_cert, ssl_key and the SSL bundle.");
		}
		MemcachedAccess.TLS.check(url);
	}

}
