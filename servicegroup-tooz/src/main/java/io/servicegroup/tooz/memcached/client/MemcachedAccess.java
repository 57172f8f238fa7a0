package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Function;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.servicegroup.tooz.Credentials;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * The credentials and TLS settings of a URL.
 *
 * @param credentials returns the user and the password for a connection within the given
 * time, or {@code null}; both are needed
 * @param tls the client's certificate and the authorities that it trusts; {@code null}
 * without TLS
 * @param verifiesHostname whether the server's certificate has to be for the host's name
 */
public record MemcachedAccess(Function<Duration, @Nullable Credentials> credentials, @Nullable TlsMaterial tls,
		boolean verifiesHostname) {

	/** The port of a host without a port in the URL. */
	public static final int DEFAULT_PORT = 11211;

	/** The URL's options for TLS. */
	public static final TlsOptions TLS = new TlsOptions("ca_cert", "ssl_cert", "ssl_key", "ssl_key_password");

	static MemcachedAccess of(ToozUrl url) {
		return new MemcachedAccess(url::credentials, usesTls(url) ? TLS.material(url) : null,
				url.flag("ssl_check_hostname", true));
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
		secured.setSSLParameters(verifying(secured.getSSLParameters()));
		secured.startHandshake();
		return secured;
	}

	/** Returns the settings of a {@link Connection}, or {@code null} without TLS. */
	@Nullable SSLEngine createEngine(InetSocketAddress address) {
		if (this.tls == null) {
			return null;
		}
		SSLEngine engine = this.tls.createSslContext().createSSLEngine(address.getHostString(), address.getPort());
		engine.setUseClientMode(true);
		engine.setSSLParameters(verifying(engine.getSSLParameters()));
		return engine;
	}

	private SSLParameters verifying(SSLParameters parameters) {
		if (this.verifiesHostname) {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
		}
		return parameters;
	}

	/** Returns a text without secrets. */
	@Override
	public String toString() {
		return (this.tls != null) ? "with TLS" : "without TLS";
	}

}
