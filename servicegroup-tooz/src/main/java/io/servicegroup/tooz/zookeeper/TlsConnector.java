package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.spi.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * Opens TLS connections to servers, and remembers why the last one failed. Thread-safe.
 */
final class TlsConnector {

	/** The URL's options, which errors name. */
	static final TlsOptions OPTIONS = new TlsOptions("ca", "certfile", "keyfile", "keyfile_password");

	private static final int CONNECT_TIMEOUT_MILLIS = 1000;

	/** A handshake may take a second on a busy machine. */
	private static final Duration MAX_READ_TIMEOUT = Duration.ofSeconds(3);

	private final TlsMaterial material;

	private final boolean verifiesHostname;

	private final int readTimeoutMillis;

	private volatile @Nullable IOException failure;

	TlsConnector(TlsMaterial material, boolean verifiesHostname, Duration timeout) {
		this.material = material;
		this.verifiesHostname = verifiesHostname;
		Duration half = timeout.dividedBy(2);
		this.readTimeoutMillis = (int) ((half.compareTo(MAX_READ_TIMEOUT) < 0) ? half : MAX_READ_TIMEOUT).toMillis();
	}

	/**
	 * Connects and performs the handshake. Blocks.
	 * @param plain a socket that is not connected; closing it aborts this method
	 */
	SSLSocket connect(Socket plain, InetSocketAddress server) throws IOException {
		try {
			plain.connect(server, CONNECT_TIMEOUT_MILLIS);
			plain.setSoTimeout(this.readTimeoutMillis);
			plain.setTcpNoDelay(true);
			SSLSocket socket = (SSLSocket) this.material.createSslContext()
				.getSocketFactory()
				.createSocket(plain, server.getHostString(), server.getPort(), true);
			configure(socket);
			socket.startHandshake();
			// From now on, the client's own timeouts apply.
			plain.setSoTimeout(0);
			return socket;
		}
		catch (IllegalStateException ex) {
			SSLException unusable = new SSLException(ex.getMessage(), ex);
			onFailure(unusable);
			throw unusable;
		}
		catch (IOException ex) {
			onFailure(ex);
			throw ex;
		}
	}

	private void configure(SSLSocket socket) {
		SSLParameters parameters = socket.getSSLParameters();
		if (this.verifiesHostname) {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
		}
		if (!this.material.cipherSuites().isEmpty()) {
			parameters.setCipherSuites(this.material.cipherSuites().toArray(String[]::new));
		}
		if (!this.material.protocols().isEmpty()) {
			parameters.setProtocols(this.material.protocols().toArray(String[]::new));
		}
		socket.setSSLParameters(parameters);
	}

	/**
	 * Records a failure of TLS. It may occur after the handshake, too: a server may
	 * reject the client's certificate then.
	 */
	void onFailure(IOException ex) {
		if (ex instanceof SSLException) {
			this.failure = ex;
		}
	}

	void onSuccess() {
		this.failure = null;
	}

	/**
	 * Returns a full stop and a sentence with the cause of the last TLS failure, or an
	 * empty text if TLS did not fail.
	 */
	String failureReason() {
		IOException ex = this.failure;
		return (ex != null) ? ". TLS failed: " + ex.getMessage() + OPTIONS.advice(ex) : "";
	}

}
