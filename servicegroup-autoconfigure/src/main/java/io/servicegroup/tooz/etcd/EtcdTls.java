package io.servicegroup.tooz.etcd;

import java.net.http.HttpClient;
import java.nio.file.Path;

import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * What {@code etcd3+https://} asks for: the server's certificate and name are verified,
 * by {@code ca_cert} or by what the JVM trusts; {@code cert_cert} and {@code cert_key}
 * are the client's own. All are paths of PEM files.
 */
final class EtcdTls {

	private EtcdTls() {
	}

	static HttpClient.Builder secured(ToozUrl url, HttpClient.Builder client) {
		PemSslStoreDetails trust = certificate(url.option("ca_cert"));
		PemSslStoreDetails own = certificate(url.option("cert_cert"));
		if (trust == null && own == null) {
			return client;
		}
		PemSslStoreDetails identity = (own != null) ? own.withPrivateKey(location(url.option("cert_key"))) : null;
		try {
			return client.sslContext(SslBundle.of(new PemSslStoreBundle(identity, trust)).createSslContext());
		}
		catch (RuntimeException ex) {
			throw new InvalidToozUrl("The certificates of '" + url + "' cannot be used: " + root(ex) + ".",
					"Let ca_cert, cert_cert and cert_key name PEM files that this process may read.");
		}
	}

	private static @Nullable PemSslStoreDetails certificate(@Nullable String path) {
		return (path != null) ? PemSslStoreDetails.forCertificate(location(path)) : null;
	}

	private static @Nullable String location(@Nullable String path) {
		return (path != null) ? Path.of(path).toUri().toString() : null;
	}

	private static @Nullable String root(Throwable thrown) {
		Throwable root = thrown;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root.getMessage();
	}

}
