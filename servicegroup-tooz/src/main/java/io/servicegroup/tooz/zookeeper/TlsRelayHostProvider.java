package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.function.Supplier;

import org.apache.zookeeper.client.HostProvider;
import org.jspecify.annotations.Nullable;

/**
 * Opens a TLS connection to the next server, and sends the client to a {@link TlsRelay}
 * for it. ZooKeeper's own TLS, up to 3.9.5, reads keys from files only (ZOOKEEPER-4828),
 * and with Netty 4.2 it has no option that disables the verification of the host name.
 */
final class TlsRelayHostProvider implements HostProvider, AutoCloseable {

	/** An address on which nothing listens. */
	private static final InetSocketAddress UNREACHABLE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

	private final ProbingHostProvider servers;

	private final TlsConnector connector;

	private volatile Supplier<@Nullable SocketAddress> client = () -> null;

	private volatile boolean closed;

	TlsRelayHostProvider(ProbingHostProvider servers, TlsConnector connector) {
		this.servers = servers;
		this.connector = connector;
	}

	/** Sets the supplier of the local address of the client's connection. */
	void setClientAddress(Supplier<@Nullable SocketAddress> client) {
		this.client = client;
	}

	@Override
	public int size() {
		return this.servers.size();
	}

	@Override
	public InetSocketAddress next(long spinDelay) {
		while (!this.closed) {
			InetSocketAddress server = this.servers.next(spinDelay);
			Socket socket = new Socket();
			try {
				return relay(socket, server);
			}
			catch (IOException ex) {
				close(socket);
			}
			catch (RuntimeException | Error ex) {
				close(socket);
				throw ex;
			}
		}
		return UNREACHABLE;
	}

	private InetSocketAddress relay(Socket socket, InetSocketAddress server) throws IOException {
		SocketAddress last = this.client.get();
		return new TlsRelay(this.connector, socket, this.connector.connect(socket, server),
				(address) -> address.equals(this.client.get()) && !address.equals(last))
			.open();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void onConnected() {
		this.connector.onSuccess();
		this.servers.onConnected();
	}

	@Override
	public boolean updateServerList(Collection<InetSocketAddress> addresses, InetSocketAddress current) {
		return this.servers.updateServerList(addresses, current);
	}

	/** Ends a wait for a server, so that the client can close. */
	@Override
	public void close() {
		this.closed = true;
		this.servers.close();
	}

}
