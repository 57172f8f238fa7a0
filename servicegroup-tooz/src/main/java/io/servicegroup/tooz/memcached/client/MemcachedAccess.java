package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.servicegroup.tooz.Credentials;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.TlsOptions;
import net.spy.memcached.ConnectionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The credentials and TLS settings of a URL.
 *
 * @param credentials returns the user and the password for a connection within the given
 * time, or {@code null}; both are needed
 * @param tls the client's certificate and the authorities that it trusts; {@code null}
 * without TLS
 * @param verifiesHostname whether the server's certificate has to be for the host's name
 * @param customizer customizes spymemcached's builder, or {@code null}
 */
public record MemcachedAccess(Function<Duration, @Nullable Credentials> credentials, @Nullable TlsMaterial tls,
		boolean verifiesHostname, @Nullable Consumer<ConnectionFactoryBuilder> customizer) {

	/** The port of a host without a port in the URL. */
	public static final int DEFAULT_PORT = 11211;

	/** The URL's options for TLS. */
	public static final TlsOptions TLS = new TlsOptions("ca_cert", "ssl_cert", "ssl_key", "ssl_key_password");

	static MemcachedAccess of(ToozUrl url) {
		return new MemcachedAccess(url::credentials, usesTls(url) ? TLS.material(url) : null,
				url.flag("ssl_check_hostname", true), url.customizes(ConnectionFactoryBuilder.class)
						? (factory) -> url.customize(ConnectionFactoryBuilder.class, factory) : null);
	}

	/** Returns whether the connections need neither TLS nor a customized client. */
	boolean isPlain() {
		return this.tls == null && this.customizer == null;
	}

	private static boolean usesTls(ToozUrl url) {
		return url.tlsMaterial() != null || url.flag("use_ssl", false);
	}

	/**
	 * Adds TLS to the socket of a {@link ServerProbe}. Each connection has its own
	 * context, so that it does not resume a TLS session: a memcached that verifies
	 * clients does not support that, and aborts the handshake.
	 */
	Socket secure(Socket socket, String host) throws IOException {
		if (this.tls == null) {
			return socket;
		}
		SSLSocket secured = (SSLSocket) this.tls.createSslContext()
			.getSocketFactory()
			.createSocket(socket, host, socket.getPort(), true);
		if (this.verifiesHostname) {
			SSLParameters parameters = secured.getSSLParameters();
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			secured.setSSLParameters(parameters);
		}
		secured.startHandshake();
		return secured;
	}

	/**
	 * Adds TLS to the connections of spymemcached, and what the application customizes.
	 */
	void configure(ConnectionFactoryBuilder factory, String host) {
		if (this.tls != null) {
			factory.setSSLContext(this.tls.createSslContext());
			factory.setSkipTlsHostnameVerification(!this.verifiesHostname);
			factory.setHostnameForTlsVerification(this.verifiesHostname ? host : null);
		}
		if (this.customizer != null) {
			this.customizer.accept(factory);
		}
	}

	/** Returns a text without secrets. */
	@Override
	public String toString() {
		return (this.tls != null) ? "with TLS" : "without TLS";
	}

}
