package io.servicegroup.tooz;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Creates key and trust managers for keys and certificates. Not for applications.
 *
 * @since 0.1.0
 */
public final class PemStores {

	/** The signature algorithm for each key algorithm that can sign. */
	private static final Map<String, String> SIGNATURES = Map.of("EC", "SHA256withECDSA", "DSA", "SHA256withDSA",
			"EdDSA", "EdDSA");

	private PemStores() {
	}

	/** Returns a factory without any key. */
	public static KeyManagerFactory noKey() throws GeneralSecurityException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(null, null);
		return keys;
	}

	/** Returns a factory with one key and its certificate chain. */
	public static KeyManagerFactory keys(PrivateKey key, List<X509Certificate> chain)
			throws GeneralSecurityException, IOException {
		KeyStore store = emptyStore();
		store.setKeyEntry("own", key, new char[0], chain.toArray(X509Certificate[]::new));
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, new char[0]);
		return keys;
	}

	/**
	 * Returns whether a private key and a certificate's public key are a pair. Returns
	 * {@code true} if their algorithm cannot be checked.
	 */
	public static boolean isOf(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
		if (key instanceof RSAKey own && certified instanceof RSAKey other) {
			return own.getModulus().equals(other.getModulus());
		}
		if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
			return false;
		}
		String algorithm = SIGNATURES.get(key.getAlgorithm());
		if (algorithm == null) {
			return true;
		}
		Signature signature = Signature.getInstance(algorithm);
		signature.initSign(key);
		signature.update((byte) 1);
		byte[] signed = signature.sign();
		signature.initVerify(certified);
		signature.update((byte) 1);
		return signature.verify(signed);
	}

	/** Returns a factory with the trusted certificates of the JVM. */
	public static TrustManagerFactory trustOfTheJvm() throws GeneralSecurityException {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init((KeyStore) null);
		return trust;
	}

	/** Returns a factory that trusts these certificates. */
	public static TrustManagerFactory trust(List<X509Certificate> certificates)
			throws GeneralSecurityException, IOException {
		KeyStore store = emptyStore();
		for (X509Certificate certificate : certificates) {
			store.setCertificateEntry("trusted-" + store.size(), certificate);
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		return trust;
	}

	private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		return store;
	}

}
