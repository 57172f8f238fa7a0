package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.servicegroup.tooz.TlsMaterial;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections that speak TLS, and remembers why the last one failed.
 */
final class TlsDialer {

	private static final int CONNECT_MILLIS = 1000;

	/** A handshake may take a second on a busy machine. */
	private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

	private final TlsMaterial material;

	private final boolean verifiesName;

	private final int answerMillis;

	private volatile @Nullable IOException failure;

	TlsDialer(TlsMaterial material, boolean verifiesName, Duration timeout) {
		this.material = material;
		this.verifiesName = verifiesName;
		Duration half = timeout.dividedBy(2);
		this.answerMillis = (int) ((half.compareTo(LONGEST_ANSWER) < 0) ? half : LONGEST_ANSWER).toMillis();
	}

	/**
	 * Connects and shakes hands.
	 * @param plain a socket that is not connected; to close it ends what is under way
	 */
	SSLSocket dial(Socket plain, InetSocketAddress server) throws IOException {
		try {
			plain.connect(server, CONNECT_MILLIS);
			plain.setSoTimeout(this.answerMillis);
			plain.setTcpNoDelay(true);
			SSLSocket socket = (SSLSocket) this.material.createSslContext()
				.getSocketFactory()
				.createSocket(plain, server.getHostString(), server.getPort(), true);
			configure(socket);
			socket.startHandshake();
			// From now on the client minds the time.
			plain.setSoTimeout(0);
			return socket;
		}
		catch (IllegalStateException ex) {
			SSLException unusable = new SSLException(ex.getMessage(), ex);
			failed(unusable);
			throw unusable;
		}
		catch (IOException ex) {
			failed(ex);
			throw ex;
		}
	}

	private void configure(SSLSocket socket) {
		SSLParameters parameters = socket.getSSLParameters();
		if (this.verifiesName) {
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
	 * Notes what TLS is to blame for: a server may refuse a client's certificate after
	 * the handshake, too.
	 */
	void failed(IOException ex) {
		if (ex instanceof SSLException) {
			this.failure = ex;
		}
	}

	void succeeded() {
		this.failure = null;
	}

	/** Returns a sentence that begins with a full stop, or nothing. */
	String reason() {
		IOException ex = this.failure;
		return (ex != null) ? ". TLS fails: " + ex.getMessage() + ZooKeeperTls.FILES.advice(ex) : "";
	}

}
