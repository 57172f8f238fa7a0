package io.servicegroup.autoconfigure;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The bundle of connection details, which may create another object with each call.
 * Returns the same one until the certificates or options change: a new bundle means new
 * connections. Thread-safe.
 */
final class GivenBundle implements Supplier<SslBundle> {

	private final Supplier<@Nullable SslBundle> source;

	private SslBundle current;

	private List<@Nullable Object> content;

	/**
	 * Creates the supplier.
	 * @param first the first bundle
	 * @param source returns the current bundle, or {@code null} for the last one
	 */
	GivenBundle(SslBundle first, Supplier<@Nullable SslBundle> source) {
		this.source = source;
		this.current = first;
		this.content = content(first);
	}

	@Override
	public synchronized SslBundle get() {
		SslBundle given = this.source.get();
		if (given != null && given != this.current) {
			List<@Nullable Object> changed = content(given);
			if (!changed.equals(this.content)) {
				this.current = given;
				this.content = changed;
			}
		}
		return this.current;
	}

	/**
	 * Returns what differs after a reload: another key has another certificate, too. A
	 * bundle that cannot be read equals no other, and is reported where it is used.
	 */
	private static List<@Nullable Object> content(SslBundle bundle) {
		try {
			return Arrays.asList(certificates(bundle.getStores().getKeyStore()),
					certificates(bundle.getStores().getTrustStore()), bundle.getKey().getAlias(), bundle.getProtocol(),
					list(bundle.getOptions().getCiphers()), list(bundle.getOptions().getEnabledProtocols()));
		}
		catch (KeyStoreException | RuntimeException ex) {
			return Arrays.asList(bundle);
		}
	}

	private static Map<String, List<@Nullable Certificate>> certificates(@Nullable KeyStore store)
			throws KeyStoreException {
		Map<String, List<@Nullable Certificate>> certificates = new HashMap<>();
		if (store != null) {
			for (String alias : Collections.list(store.aliases())) {
				Certificate[] chain = store.getCertificateChain(alias);
				certificates.put(alias,
						(chain != null) ? List.of(chain) : Collections.singletonList(store.getCertificate(alias)));
			}
		}
		return certificates;
	}

	private static List<String> list(String @Nullable [] names) {
		return (names != null) ? List.of(names) : List.of();
	}

}
