package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;

import javax.net.ssl.SSLSocket;

import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays between ZooKeeper's client and one TLS connection: listens on the loopback
 * interface for one connection of this client, and refuses all others.
 */
final class TlsRelay {

	private static final Logger logger = LoggerFactory.getLogger(TlsRelay.class);

	private static final Duration ACCEPT_TIMEOUT = Duration.ofSeconds(3);

	private static final ThreadFactory THREADS = DaemonThreads.named("servicegroup-zookeeper-tls");

	private final TlsConnector connector;

	private final Socket plain;

	private final SSLSocket server;

	private final Predicate<SocketAddress> isClient;

	/**
	 * Creates a relay.
	 * @param connector is notified of failures
	 * @param plain the socket below the TLS connection; unlike that, it closes without
	 * blocking
	 * @param server the TLS connection
	 * @param isClient whether a connection from this address is the client's
	 */
	TlsRelay(TlsConnector connector, Socket plain, SSLSocket server, Predicate<SocketAddress> isClient) {
		this.connector = connector;
		this.plain = plain;
		this.server = server;
		this.isClient = isClient;
	}

	/** Starts the relay and returns the address to which the client has to connect. */
	InetSocketAddress open() throws IOException {
		return open(THREADS);
	}

	InetSocketAddress open(ThreadFactory threads) throws IOException {
		ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
		try {
			listener.setSoTimeout((int) ACCEPT_TIMEOUT.toMillis());
			InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
			threads.newThread(() -> serve(listener)).start();
			return address;
		}
		catch (IOException | RuntimeException | Error ex) {
			listener.close();
			throw ex;
		}
	}

	private void serve(ServerSocket listener) {
		try (this.plain; Socket client = acceptClient(listener)) {
			client.setTcpNoDelay(true);
			THREADS.newThread(() -> send(client)).start();
			this.server.getInputStream().transferTo(client.getOutputStream());
		}
		catch (IOException ex) {
			this.connector.onFailure(ex);
			logger.debug("TLS relay from {} ended", this.server, ex);
		}
	}

	private void send(Socket client) {
		try (this.plain; client) {
			client.getInputStream().transferTo(this.server.getOutputStream());
		}
		catch (IOException ex) {
			logger.debug("TLS relay to {} ended", this.server, ex);
		}
	}

	private Socket acceptClient(ServerSocket listener) throws IOException {
		try (listener) {
			long begun = System.nanoTime();
			while (System.nanoTime() - begun < ACCEPT_TIMEOUT.toNanos()) {
				Socket one = listener.accept();
				if (isClient(one)) {
					return one;
				}
				one.close();
			}
			throw new IOException(
					"The client did not connect to the relay within " + ACCEPT_TIMEOUT.toMillis() + " ms");
		}
	}

	/**
	 * Returns whether a connection is the client's. Retries for half a second, as the
	 * client knows its own address only shortly after it has connected.
	 */
	private boolean isClient(Socket one) throws IOException {
		for (int attempt = 0; attempt < 100; attempt++) {
			if (this.isClient.test(one.getRemoteSocketAddress())) {
				return true;
			}
			try {
				Thread.sleep(5);
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}
		return false;
	}

}
