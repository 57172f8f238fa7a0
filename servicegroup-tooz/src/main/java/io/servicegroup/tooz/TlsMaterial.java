package io.servicegroup.tooz;

import java.security.GeneralSecurityException;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Provides keys, trusted certificates and settings for a backend's TLS connections. A
 * backend calls it whenever it sets up TLS, so an implementation may return new keys and
 * certificates after they were replaced.
 *
 * @since 0.1.0
 */
public interface TlsMaterial {

	/**
	 * Returns the client's certificate and private key.
	 * @return an initialized factory; without a key if the client has none
	 */
	KeyManagerFactory keyManagerFactory();

	/**
	 * Returns the trusted CA certificates.
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
	 * Returns what identifies the current keys and certificates, for backends that keep
	 * an SSL context for several connections.
	 * @return another object after they were replaced
	 */
	default Object version() {
		return this;
	}

	/**
	 * Creates an SSL context. TLS sessions are resumed only among the connections of one
	 * context. The caller has to set the cipher suites and protocols on the connections.
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
