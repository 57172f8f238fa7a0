package io.servicegroup.tooz.spi;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.PemStores;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

/**
 * The URL options of a backend that name PEM files for TLS. A URL may have
 * {@link TlsMaterial} instead.
 *
 * @param authority the option for the file of trusted CA certificates; the JVM's trust
 * store is used if it is not set
 * @param certificate the option for the file of the client's certificate
 * @param key the option for the file of the client's private key; if it is not set, the
 * key is in the certificate's file, as in Python
 * @param keyPassword the option for the key's password, or {@code null} if the backend
 * has no such option
 * @since 0.1.0
 */
public record TlsOptions(String authority, String certificate, String key, @Nullable String keyPassword) {

	/**
	 * Returns whether a URL sets any of these options, or has TLS material.
	 * @param url the URL
	 * @return whether certificates or keys for TLS are configured
	 */
	public boolean areIn(ToozUrl url) {
		return url.tlsMaterial() != null || !in(url).isEmpty();
	}

	private List<String> in(ToozUrl url) {
		List<String> named = new ArrayList<>(List.of(this.authority, this.certificate, this.key));
		if (this.keyPassword != null) {
			named.add(this.keyPassword);
		}
		named.retainAll(url.optionNames());
		return named;
	}

	/**
	 * Checks that the options do not contradict each other.
	 * @param url the URL
	 * @throws InvalidToozUrlException if there are both material and files, or a private
	 * key without a certificate
	 */
	public void check(ToozUrl url) {
		List<String> named = in(url);
		if (url.tlsMaterial() != null && !named.isEmpty()) {
			throw new InvalidToozUrlException(
					"'" + url + "' sets " + String.join(", ", named) + ", and an SSL bundle is configured as well.",
					"Remove one of them.");
		}
		if (!named.contains(this.certificate) && named.stream().anyMatch((name) -> !name.equals(this.authority))) {
			throw new InvalidToozUrlException("'" + url + "' sets a private key, but no certificate.",
					"Set " + this.certificate + " to the client's certificate.");
		}
	}

	/**
	 * Returns the TLS material of the URL, or reads the files of its options.
	 * @param url the URL
	 * @return material that verifies the server's certificate; the backend has to let its
	 * client library verify the server's name
	 * @throws InvalidToozUrlException if a file cannot be used
	 */
	public TlsMaterial material(ToozUrl url) {
		TlsMaterial given = url.tlsMaterial();
		if (given != null) {
			// Fails now instead of with each connection.
			given.createSslContext();
			return given;
		}
		try {
			TlsMaterial material = TlsMaterial.of(keys(url), trust(url));
			material.createSslContext();
			return material;
		}
		catch (GeneralSecurityException | IOException | IllegalStateException ex) {
			throw new InvalidToozUrlException("Invalid certificates in '" + url + "': " + ex.getMessage() + ".",
					"Set " + String.join(", ", in(url)) + " to certificates and keys that this JVM supports.", ex);
		}
	}

	private KeyManagerFactory keys(ToozUrl url) throws GeneralSecurityException, IOException {
		PemFile own = file(url, this.certificate);
		if (own == null) {
			return PemStores.noKey();
		}
		PemFile separate = file(url, this.key);
		PemFile keyFile = (separate != null) ? separate : own;
		PrivateKey key = (this.keyPassword != null)
				? keyFile.privateKey(url.option(this.keyPassword),
						"Set " + this.keyPassword + " to the key's password.")
				: keyFile.privateKey(null,
						"Decrypt the key with 'openssl pkcs8': this backend has no option for its password.");
		List<X509Certificate> chain = own.certificates();
		if (!PemStores.isOf(key, chain.get(0).getPublicKey())) {
			throw keyFile.invalid("has the private key of another certificate",
					"Use the key of the first certificate in the file of " + this.certificate + ".", null);
		}
		return PemStores.keys(key, chain);
	}

	private TrustManagerFactory trust(ToozUrl url) throws GeneralSecurityException, IOException {
		PemFile file = file(url, this.authority);
		return (file != null) ? PemStores.trust(file.certificates()) : PemStores.trustOfTheJvm();
	}

	private static @Nullable PemFile file(ToozUrl url, String option) {
		String path = url.option(option);
		return (path != null) ? new PemFile(option + " in '" + url + "'", path) : null;
	}

	/**
	 * Returns the same as {@link #material}, but accepts every certificate of a server.
	 * @param url the URL
	 * @return material with the client's own certificate and key
	 */
	public TlsMaterial unverified(ToozUrl url) {
		TlsMaterial material = material(url);
		return new TlsMaterial() {

			@Override
			public KeyManagerFactory keyManagerFactory() {
				return material.keyManagerFactory();
			}

			@Override
			public TrustManagerFactory trustManagerFactory() {
				return InsecureTrustManager.factory();
			}

			@Override
			public List<String> cipherSuites() {
				return material.cipherSuites();
			}

			@Override
			public List<String> protocols() {
				return material.protocols();
			}

		};
	}

	/**
	 * Returns advice to append to the error message of a connection that failed because
	 * of TLS.
	 * @param thrown the exception of the client library
	 * @return a full stop and a sentence, or an empty text if TLS is not the cause
	 */
	public String advice(Throwable thrown) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			String message = String.valueOf(ex.getMessage());
			if (message.contains("unable to find valid certification path") || message.contains("trustAnchors")) {
				return ". The server's certificate is not signed by a trusted CA: set " + this.authority
						+ " to the CA's PEM file, or add the CA to the trust store of the SSL bundle";
			}
			if (message.contains("fatal alert")) {
				return ". The server rejected the client's certificate, or requires one: set " + this.certificate
						+ " and " + this.key + ", or the key store of the SSL bundle";
			}
			if (message.contains("No name matching") || message.contains("No subject alternative")) {
				return ". The server's certificate is for other names: use one of them as the host in the URL";
			}
		}
		return "";
	}

}
