package io.servicegroup.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.servicegroup.tooz.TlsMaterial;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * TLS material from an SSL bundle. After a reload of the bundle, the next call uses the
 * new one.
 *
 * @param bundle returns the current bundle
 */
record SslBundleMaterial(Supplier<SslBundle> bundle) implements TlsMaterial {

	@Override
	public KeyManagerFactory keyManagerFactory() {
		return this.bundle.get().getManagers().getKeyManagerFactory();
	}

	@Override
	public TrustManagerFactory trustManagerFactory() {
		return this.bundle.get().getManagers().getTrustManagerFactory();
	}

	@Override
	public List<String> cipherSuites() {
		return list(this.bundle.get().getOptions().getCiphers());
	}

	@Override
	public List<String> protocols() {
		return list(this.bundle.get().getOptions().getEnabledProtocols());
	}

	private static List<String> list(String @Nullable [] names) {
		return (names != null) ? List.of(names) : List.of();
	}

	@Override
	public Object version() {
		return this.bundle.get();
	}

	@Override
	public SSLContext createSslContext() {
		return this.bundle.get().createSslContext();
	}

}
