package io.servicegroup.tooz.etcd;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.TlsOptions;
import io.servicegroup.tooz.ToozUrl;

/**
 * Refuses URLs that etcd, or this version, cannot use.
 */
final class EtcdUrls {

	/** The server's name is verified, too. */
	static final TlsOptions TLS = new TlsOptions("ca_cert", "cert_cert", "cert_key", null);

	private EtcdUrls() {
	}

	static void check(ToozUrl url) {
		if ((url.user() == null) != (url.password() == null)) {
			throw new InvalidToozUrl("'" + url + "' gives a user or a password, but not both.",
					"etcd takes both: user:password@host.");
		}
		if (url.path().length() > 1) {
			url.warnOfPath();
		}
		String version = url.option("api_version");
		if (version != null && !List.of("v3", "v3beta", "v3alpha").contains(version)) {
			throw new InvalidToozUrl("'" + url + "' names an unknown api_version: '" + version + "'.",
					"Use v3 since etcd 3.4, or v3beta with 3.3.");
		}
		checkHost(url);
		checkTls(url);
	}

	private static void checkHost(ToozUrl url) {
		if (url.hosts().size() != 1) {
			throw new InvalidToozUrl("'" + url + "' has to name one host.",
					"Write etcd3+http://localhost:2379; of a cluster, name one server or a load balancer.");
		}
		if (!isHost(url.hosts().get(0).toString())) {
			throw new InvalidToozUrl("'" + url + "' names a host that HTTP cannot: '" + url.hosts().get(0) + "'.",
					"Use a name of letters, digits, dots and hyphens, or an address.");
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
			throw new InvalidToozUrl("'" + url + "' has certificates, but http:// uses none.",
					"Write etcd3+https://, or leave out ca_cert, cert_cert, cert_key and the SSL bundle.");
		}
		TLS.check(url);
	}

}
