package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;

import io.servicegroup.tooz.ToozUrl;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;

/**
 * Makes Curator's client, by Curator's own builder: Spring Integration's
 * CuratorFrameworkFactoryBean can set neither the session timeout nor credentials.
 * Curator's part is to make a new session when one is lost; requests go to ZooKeeper's
 * client itself, see {@link Session}.
 */
final class CuratorClients {

	private static final int CLOSE_MILLIS = 500;

	private CuratorClients() {
	}

	static CuratorFramework create(ToozUrl url, String names, ClientFactory clients, int timeoutMillis) {
		CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
			.connectString(names)
			.zookeeperFactory(clients)
			.sessionTimeoutMs(timeoutMillis)
			.connectionTimeoutMs(timeoutMillis)
			.retryPolicy(new RetryNTimes(0, 0))
			// A server that came back empty refuses, for ever, a client that has seen
			// newer transactions; a new session it does not refuse. So one is made once
			// the connection is away for as long as from beat to beat. If the old one
			// lives after all, the member's node goes over in one transaction.
			.simulatedSessionExpirationPercent(33)
			.ensembleTracker(false)
			.maxCloseWaitMs(CLOSE_MILLIS)
			.waitForShutdownTimeoutMs(CLOSE_MILLIS);
		if (url.user() != null) {
			builder.authorization("digest", (url.user() + ":" + url.password()).getBytes(StandardCharsets.UTF_8));
		}
		return builder.build();
	}

}
