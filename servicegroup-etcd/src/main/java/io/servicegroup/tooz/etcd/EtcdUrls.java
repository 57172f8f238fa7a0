package io.servicegroup.tooz.etcd;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.TlsOptions;

/**
 * Validates {@code etcd3+http://} and {@code etcd3+https://} URLs.
 */
final class EtcdUrls {

	/** The client also verifies that the certificate is valid for the server's name. */
	static final TlsOptions TLS = new TlsOptions("ca_cert", "cert_cert", "cert_key", null);

	private EtcdUrls() {
	}

	/**
	 * Validates a URL.
	 * @throws InvalidToozUrlException if the URL has no usable host, or its options
	 * contradict each other
	 */
	static void check(ToozUrl url) {
		if ((url.user() == null) != (url.password() == null)) {
			throw new InvalidToozUrlException("'" + url + "' has a user or a password, but not both.",
					"Write user:password@host.");
		}
		if (url.path().length() > 1) {
			url.warnOfPath();
		}
		String version = url.option("api_version");
		if (version != null && !List.of("v3", "v3beta", "v3alpha").contains(version)) {
			throw new InvalidToozUrlException("'" + url + "' has an unknown api_version: '" + version + "'.",
					"Use v3 with etcd 3.4 or later, or v3beta with 3.3.");
		}
		checkHost(url);
		checkTls(url);
	}

	private static void checkHost(ToozUrl url) {
		if (url.hosts().size() != 1) {
			throw new InvalidToozUrlException("'" + url + "' must have exactly one host.",
					"Write etcd3+http://localhost:2379. For a cluster, use one server or a load balancer.");
		}
		if (!isHost(url.hosts().get(0).toString())) {
			throw new InvalidToozUrlException("'" + url + "' has an invalid host: '" + url.hosts().get(0) + "'.",
					"Use an IP address, or a name of letters, digits, dots and hyphens.");
		}
	}

	private static boolean isHost(String authority) {
		try {
			return new URI("http://" + authority).getHost() != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private static void checkTls(ToozUrl url) {
		if (url.scheme().equals("etcd3+http") && TLS.areIn(url)) {
			throw new InvalidToozUrlException("'" + url + "' has certificates, but etcd3+http:// does not use TLS.",
					"Write etcd3+https://, or remove ca_cert, cert_cert, cert_key and the SSL bundle.");
		}
		TLS.check(url);
	}

}
