package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;

import io.servicegroup.tooz.ToozUrl;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;

/**
 * Creates Curator's client. Uses Curator's builder, as Spring Integration's
 * CuratorFrameworkFactoryBean can set neither the session timeout nor credentials.
 * Curator only creates a new session when one is lost; requests are sent by ZooKeeper's
 * client directly, see {@link SessionCalls}.
 */
final class CuratorClients {

	private static final int CLOSE_TIMEOUT_MILLIS = 500;

	private CuratorClients() {
	}

	/** Creates a client, which connects when it is started. */
	static CuratorFramework create(ToozUrl url, String names, ClientFactory clients, int timeoutMillis) {
		CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
			.connectString(names)
			.zookeeperFactory(clients)
			.sessionTimeoutMs(timeoutMillis)
			.connectionTimeoutMs(timeoutMillis)
			.retryPolicy(new RetryNTimes(0, 0))
			// A server that restarts without its data refuses a client that has seen
			// newer transactions, but not a new session. So a session is replaced once
			// the connection is lost for as long as a heartbeat interval. If the old
			// session still lives, one transaction moves the member's node to the new.
			.simulatedSessionExpirationPercent(33)
			.ensembleTracker(false)
			.maxCloseWaitMs(CLOSE_TIMEOUT_MILLIS)
			.waitForShutdownTimeoutMs(CLOSE_TIMEOUT_MILLIS);
		if (url.user() != null) {
			builder.authorization("digest", (url.user() + ":" + url.password()).getBytes(StandardCharsets.UTF_8));
		}
		return builder.build();
	}

}
