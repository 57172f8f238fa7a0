package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;

import io.servicegroup.tooz.ToozUrl.Host;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.jspecify.annotations.Nullable;

/**
 * Creates ZooKeeper's client for each new session, with a {@link ProbingHostProvider}.
 */
final class ClientFactory implements ZookeeperFactory {

	/** The longest answer that is read, as for the other backends. */
	private static final int MAX_PACKET_BYTES = 64 << 20;

	private final ServerRotation servers;

	private final @Nullable TlsConnector tls;

	private volatile boolean endsSession;

	private final ZKClientConfig config = new ZKClientConfig();

	ClientFactory(List<Host> hosts, boolean shuffled, @Nullable TlsConnector tls) {
		this.servers = new ServerRotation(hosts, shuffled);
		this.tls = tls;
		// Limits the wait for a frozen server when the session is closed. All other
		// requests are asynchronous.
		this.config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, "1500");
		// Without a larger limit, the ids of some thousand members would end the
		// connection.
		if (this.config.getProperty(ZKConfig.JUTE_MAXBUFFER) == null) {
			this.config.setProperty(ZKConfig.JUTE_MAXBUFFER, Integer.toString(MAX_PACKET_BYTES));
		}
		// tooz does not use SASL, and checking for it costs a reverse DNS query.
		this.config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
	}

	/** Returns the longest answer that the client reads, in bytes. */
	int maxPacketBytes() {
		return this.config.getInt(ZKConfig.JUTE_MAXBUFFER, MAX_PACKET_BYTES);
	}

	/** Makes every later {@code close} of a client end its session. */
	void endSessionOnClose() {
		this.endsSession = true;
	}

	@Override
	public ZooKeeper newZooKeeper(String names, int timeoutMillis, Watcher watcher, boolean readOnly)
			throws IOException {
		ProbingHostProvider provider = new ProbingHostProvider(this.servers);
		if (this.tls == null) {
			return new Client(names, timeoutMillis, watcher, provider, provider::close);
		}
		TlsRelayHostProvider secured = new TlsRelayHostProvider(provider, this.tls);
		Client client = new Client(names, timeoutMillis, watcher, secured, secured::close);
		secured.setClientAddress(client::localAddress);
		return client;
	}

	/**
	 * A client whose {@code close} first closes the host provider, which ends a wait for
	 * a server. Curator also closes a client to replace it with a new one. The old
	 * session must then stay open: otherwise the server deletes the members' nodes before
	 * the new session has taken them over.
	 */
	private final class Client extends ZooKeeper {

		private final Runnable closeProvider;

		Client(String names, int timeoutMillis, Watcher watcher, HostProvider provider, Runnable closeProvider)
				throws IOException {
			super(names, timeoutMillis, watcher, false, provider, ClientFactory.this.config);
			this.closeProvider = closeProvider;
		}

		@Nullable SocketAddress localAddress() {
			return testableLocalSocketAddress();
		}

		@Override
		public synchronized void close() throws InterruptedException {
			this.closeProvider.run();
			if (!ClientFactory.this.endsSession) {
				getTestable().injectSessionExpiration();
			}
			super.close();
		}

	}

}
