package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.util.List;

import io.servicegroup.tooz.ToozUrl.Host;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * Makes ZooKeeper's client for a session, with this project's {@link ServerList}.
 */
final class ClientFactory implements ZookeeperFactory {

	private final List<Host> hosts;

	private final boolean shuffled;

	private final ZKClientConfig config = new ZKClientConfig();

	ClientFactory(List<Host> hosts, boolean shuffled) {
		this.hosts = hosts;
		this.shuffled = shuffled;
		// Bounds the goodbye to a frozen server; nothing else is sent synchronously.
		this.config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, "1500");
		// tooz knows no SASL, and to look for it costs a reverse DNS query.
		this.config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
	}

	@Override
	public ZooKeeper newZooKeeper(String names, int timeoutMillis, Watcher watcher, boolean readOnly)
			throws IOException {
		ServerList servers = new ServerList(this.hosts, this.shuffled);
		return new ZooKeeper(names, timeoutMillis, watcher, readOnly, servers, this.config) {

			@Override
			public synchronized void close() throws InterruptedException {
				servers.close();
				super.close();
			}

		};
	}

}
