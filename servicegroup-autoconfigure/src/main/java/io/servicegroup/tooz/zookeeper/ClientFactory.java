package io.servicegroup.tooz.zookeeper;

import java.util.List;

import io.servicegroup.tooz.ToozUrl.Host;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * Makes a client of ZooKeeper for each session, one after the other, with this project's
 * {@link ServerList}.
 */
final class ClientFactory implements ZookeeperFactory, AutoCloseable {

	private final List<Host> hosts;

	private final boolean shuffled;

	private final ZKClientConfig config = new ZKClientConfig();

	private ServerList servers;

	private boolean closed;

	ClientFactory(List<Host> hosts, boolean shuffled) {
		this.hosts = hosts;
		this.shuffled = shuffled;
		this.servers = new ServerList(hosts, shuffled);
		// Bounds the goodbye to a frozen server; nothing else is sent synchronously.
		this.config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, "1000");
		// tooz knows no SASL, and to look for it costs a reverse DNS query.
		this.config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
	}

	@Override
	public synchronized ZooKeeper newZooKeeper(String names, int timeoutMillis, Watcher watcher, boolean readOnly)
			throws Exception {
		this.servers.close();
		this.servers = new ServerList(this.hosts, this.shuffled);
		if (this.closed) {
			this.servers.close();
		}
		return new ZooKeeper(names, timeoutMillis, watcher, readOnly, this.servers, this.config);
	}

	/** Lets the last client end without waiting for a server. */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.servers.close();
	}

}
