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
 * Sends the client to a {@link TlsRelay} to the server that would be next, once TLS with
 * that server stands. For ZooKeeper's own TLS takes keys from files only, up to 3.9.5
 * (ZOOKEEPER-4828), and over Netty 4.2 no option keeps it from verifying the name.
 */
final class TlsServers implements HostProvider, AutoCloseable {

	/** Nothing listens there. */
	private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

	private final ServerList servers;

	private final TlsDialer dialer;

	private volatile Supplier<@Nullable SocketAddress> client = () -> null;

	private volatile boolean closed;

	TlsServers(ServerList servers, TlsDialer dialer) {
		this.servers = servers;
		this.dialer = dialer;
	}

	/** Says where to learn from which address the client has connected. */
	void serve(Supplier<@Nullable SocketAddress> client) {
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
		}
		return NOWHERE;
	}

	private InetSocketAddress relay(Socket socket, InetSocketAddress server) throws IOException {
		SocketAddress last = this.client.get();
		return new TlsRelay(this.dialer, socket, this.dialer.dial(socket, server),
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
		this.dialer.succeeded();
		this.servers.onConnected();
	}

	@Override
	public boolean updateServerList(Collection<InetSocketAddress> addresses, InetSocketAddress current) {
		return this.servers.updateServerList(addresses, current);
	}

	/** Lets a client that is to end not wait for a server. */
	@Override
	public void close() {
		this.closed = true;
		this.servers.close();
	}

}
