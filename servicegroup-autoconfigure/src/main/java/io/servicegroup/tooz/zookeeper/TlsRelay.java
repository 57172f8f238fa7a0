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

import io.servicegroup.tooz.Daemons;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between ZooKeeper's client and one TLS connection: a door on the loopback interface
 * that lets in this client, once, and nobody else.
 */
final class TlsRelay {

	private static final Logger logger = LoggerFactory.getLogger(TlsRelay.class);

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final ThreadFactory THREADS = Daemons.named("servicegroup-zookeeper-tls");

	private final TlsDialer dialer;

	private final Socket plain;

	private final SSLSocket server;

	private final Predicate<SocketAddress> isClient;

	/**
	 * Creates a relay.
	 * @param plain the connection under the other one: closing this never waits
	 */
	TlsRelay(TlsDialer dialer, Socket plain, SSLSocket server, Predicate<SocketAddress> isClient) {
		this.dialer = dialer;
		this.plain = plain;
		this.server = server;
		this.isClient = isClient;
	}

	/** Returns where the client has to go. */
	InetSocketAddress open() throws IOException {
		ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
		door.setSoTimeout((int) PATIENCE.toMillis());
		THREADS.newThread(() -> serve(door)).start();
		return (InetSocketAddress) door.getLocalSocketAddress();
	}

	private void serve(ServerSocket door) {
		try (this.plain; Socket client = admit(door)) {
			client.setTcpNoDelay(true);
			THREADS.newThread(() -> send(client)).start();
			this.server.getInputStream().transferTo(client.getOutputStream());
		}
		catch (IOException ex) {
			this.dialer.failed(ex);
			logger.debug("The relay from {} ends", this.server, ex);
		}
	}

	private void send(Socket client) {
		try (this.plain; client) {
			client.getInputStream().transferTo(this.server.getOutputStream());
		}
		catch (IOException ex) {
			logger.debug("The relay to {} ends", this.server, ex);
		}
	}

	private Socket admit(ServerSocket door) throws IOException {
		try (door) {
			long begun = System.nanoTime();
			while (System.nanoTime() - begun < PATIENCE.toNanos()) {
				Socket one = door.accept();
				if (isClient(one)) {
					return one;
				}
				one.close();
			}
			throw new IOException("The client has not come");
		}
	}

	/** The client knows its own address only a moment after it has connected. */
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
