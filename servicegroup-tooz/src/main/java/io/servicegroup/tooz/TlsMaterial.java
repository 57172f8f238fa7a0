package io.servicegroup.tooz;

import java.security.GeneralSecurityException;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Keys, trusted certificates and settings for a backend's TLS connections. A backend asks
 * for them whenever it sets up TLS, so an implementation may return new ones after a
 * certificate was replaced.
 */
public interface TlsMaterial {

	/**
	 * Returns the source of the client's own certificate and private key.
	 * @return an initialized factory, without any key if the client has none
	 */
	KeyManagerFactory keyManagerFactory();

	/**
	 * Returns the source of the certificates that are trusted to sign a server's.
	 * @return an initialized factory
	 */
	TrustManagerFactory trustManagerFactory();

	/**
	 * Returns the cipher suites to allow.
	 * @return their names, or an empty list for the client library's default
	 */
	default List<String> cipherSuites() {
		return List.of();
	}

	/**
	 * Returns the protocols to allow.
	 * @return their names, such as {@code TLSv1.3}, or an empty list for the client
	 * library's default
	 */
	default List<String> protocols() {
		return List.of();
	}

	/**
	 * Creates an SSL context. Sessions are resumed only among the connections of one
	 * context. The cipher suites and protocols are the caller's to set.
	 * @return a new context
	 * @throws IllegalStateException if the keys cannot be used
	 */
	default SSLContext createSslContext() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keyManagerFactory().getKeyManagers(), trustManagerFactory().getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Cannot create an SSL context: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Returns fixed material with the default settings.
	 * @param keys the client's own certificate and key
	 * @param trust the certificates to trust
	 * @return the material
	 */
	static TlsMaterial of(KeyManagerFactory keys, TrustManagerFactory trust) {
		return new TlsMaterial() {

			@Override
			public KeyManagerFactory keyManagerFactory() {
				return keys;
			}

			@Override
			public TrustManagerFactory trustManagerFactory() {
				return trust;
			}

		};
	}

}
