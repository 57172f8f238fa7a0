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
import org.jspecify.annotations.Nullable;

/**
 * Makes ZooKeeper's client for a session, with this project's {@link ServerList}.
 */
final class ClientFactory implements ZookeeperFactory {

	private final HostOrder hosts;

	private final @Nullable TlsDialer tls;

	private volatile boolean ending;

	private final ZKClientConfig config = new ZKClientConfig();

	ClientFactory(List<Host> hosts, boolean shuffled, @Nullable TlsDialer tls) {
		this.hosts = new HostOrder(hosts, shuffled);
		this.tls = tls;
		// Bounds the goodbye to a frozen server; nothing else is sent synchronously.
		this.config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, "1500");
		// tooz knows no SASL, and to look for it costs a reverse DNS query.
		this.config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
	}

	/** From now on a client that is closed says goodbye. */
	void end() {
		this.ending = true;
	}

	@Override
	public ZooKeeper newZooKeeper(String names, int timeoutMillis, Watcher watcher, boolean readOnly)
			throws IOException {
		ServerList servers = new ServerList(this.hosts);
		if (this.tls == null) {
			return new Client(names, timeoutMillis, watcher, servers, servers::close);
		}
		TlsServers secured = new TlsServers(servers, this.tls);
		Client client = new Client(names, timeoutMillis, watcher, secured, secured::close);
		secured.serve(client::localAddress);
		return client;
	}

	/**
	 * Lets go of its list of servers first, which may be waiting for one. Before the end,
	 * it is closed for a new one to take over; it may be about to find a server, and must
	 * not end its session there, and so the membership, before this has happened.
	 */
	private final class Client extends ZooKeeper {

		private final Runnable letGo;

		Client(String names, int timeoutMillis, Watcher watcher, HostProvider servers, Runnable letGo)
				throws IOException {
			super(names, timeoutMillis, watcher, false, servers, ClientFactory.this.config);
			this.letGo = letGo;
		}

		@Nullable SocketAddress localAddress() {
			return testableLocalSocketAddress();
		}

		@Override
		public synchronized void close() throws InterruptedException {
			this.letGo.run();
			if (!ClientFactory.this.ending) {
				getTestable().injectSessionExpiration();
			}
			super.close();
		}

	}

}
