package io.servicegroup.tooz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * A backend's options that name PEM files for TLS, or the bundle that a URL was given
 * instead.
 *
 * @param authority the option that names the certificates to trust; without it, those
 * that the JVM trusts
 * @param certificate the option that names the client's own certificate
 * @param key the option that names its private key; without it, the certificate's file
 * has both, as in Python
 * @param keyPassword the option that is the key's password, or {@code null} if there is
 * none
 */
public record TlsOptions(String authority, String certificate, String key, @Nullable String keyPassword) {

	/**
	 * Returns whether a URL names any of the files, or has a bundle.
	 * @param url the URL
	 * @return whether there is something of this for TLS to use
	 */
	public boolean areIn(ToozUrl url) {
		return url.sslBundle() != null || !in(url).isEmpty();
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
	 * Refuses what does not go together.
	 * @param url the URL
	 * @throws InvalidToozUrl if there is a bundle and files, or a key without its
	 * certificate
	 */
	public void check(ToozUrl url) {
		List<String> named = in(url);
		if (url.sslBundle() != null && !named.isEmpty()) {
			throw new InvalidToozUrl(
					"'" + url + "' names certificates by " + String.join(", ", named) + " and has an SSL bundle, too.",
					"Leave out the one or the other.");
		}
		if (!named.contains(this.certificate) && named.stream().anyMatch((name) -> !name.equals(this.authority))) {
			throw new InvalidToozUrl("'" + url + "' names a private key, but no certificate.",
					"Name the client's certificate by " + this.certificate + ".");
		}
	}

	/**
	 * Returns the bundle that the URL was given, or one of the files that it names.
	 * @param url the URL
	 * @return a bundle that verifies the server's certificate; whether its name is
	 * verified, too, is the client's part
	 * @throws InvalidToozUrl if the files cannot be used
	 */
	public SslBundle bundle(ToozUrl url) {
		SslBundle given = url.sslBundle();
		if (given != null) {
			return given;
		}
		PemSslStoreDetails trust = file(url.option(this.authority));
		PemSslStoreDetails own = file(url.option(this.certificate));
		try {
			SslBundle bundle = SslBundle.of(new PemSslStoreBundle((own != null) ? withKey(own, url) : null, trust));
			bundle.createSslContext();
			return bundle;
		}
		catch (RuntimeException ex) {
			throw new InvalidToozUrl("The certificates of '" + url + "' cannot be used: " + root(ex) + ".",
					"Let " + String.join(", ", in(url)) + " name PEM files that this process may read.");
		}
	}

	/**
	 * Returns a bundle as {@link #bundle}, but one that takes any server's certificate.
	 * @param url the URL
	 * @return a bundle that knows who the client is, but not who the server is
	 */
	public SslBundle unverified(ToozUrl url) {
		SslBundle bundle = bundle(url);
		return SslBundle.of(bundle.getStores(), bundle.getKey(), bundle.getOptions(), bundle.getProtocol(),
				SslManagerBundle.of(bundle.getManagers().getKeyManagerFactory(),
						SslManagerBundle.from(new TrustEverybody()).getTrustManagerFactory()));
	}

	/**
	 * Says how to mend it when TLS is why a connection failed.
	 * @param thrown what the client threw
	 * @return a sentence that begins with a full stop, or nothing if there is no TLS
	 * among the causes
	 */
	public String advice(Throwable thrown) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			String message = String.valueOf(ex.getMessage());
			if (message.contains("unable to find valid certification path") || message.contains("trustAnchors")) {
				return ". Nobody that is trusted vouches for the server: name its authority by " + this.authority
						+ ", or in the trust store of the SSL bundle";
			}
			if (message.contains("fatal alert")) {
				return ". The server does not take the client's certificate, or misses one: name it by "
						+ this.certificate + " and " + this.key + ", or in the key store of the SSL bundle";
			}
			if (message.contains("No name matching") || message.contains("No subject alternative")) {
				return ". The server's certificate is for other names: let the URL name the host by one of these";
			}
		}
		return "";
	}

	private PemSslStoreDetails withKey(PemSslStoreDetails own, ToozUrl url) {
		String key = url.option(this.key);
		return own.withPrivateKey(location((key != null) ? key : url.option(this.certificate)))
			.withPrivateKeyPassword((this.keyPassword != null) ? url.option(this.keyPassword) : null);
	}

	private static @Nullable PemSslStoreDetails file(@Nullable String path) {
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
