package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.servicegroup.tooz.Credentials;
import io.servicegroup.tooz.ToozUrl;
import org.apache.curator.framework.AuthInfo;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.jspecify.annotations.Nullable;

/**
 * Creates Curator's client. Uses Curator's builder, as Spring Integration's
 * CuratorFrameworkFactoryBean can set neither the session timeout nor credentials.
 * Curator only replaces a lost session with a new one. {@link SessionCalls} sends the
 * requests with ZooKeeper's own client.
 */
final class CuratorClients {

	private static final int CLOSE_TIMEOUT_MILLIS = 500;

	private CuratorClients() {
	}

	/** Creates a client. It connects when it is started. */
	static CuratorFramework create(ToozUrl url, String names, ClientFactory clients, int timeoutMillis) {
		CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
			.connectString(names)
			.zookeeperFactory(clients)
			.sessionTimeoutMs(timeoutMillis)
			.connectionTimeoutMs(timeoutMillis)
			.retryPolicy(new RetryNTimes(0, 0))
			// A server that restarts without its data refuses a client that has seen
			// newer transactions, but not a new session. So Curator replaces a session
			// once the connection has been lost for a third of the session timeout. If
			// the old session is still alive, one transaction moves the member's node to
			// the new session.
			.simulatedSessionExpirationPercent(33)
			.ensembleTracker(false)
			.maxCloseWaitMs(CLOSE_TIMEOUT_MILLIS)
			.waitForShutdownTimeoutMs(CLOSE_TIMEOUT_MILLIS);
		Credentials changing = url.hasChangingCredentials()
				? url.credentials(ToozUrl.callTimeout(Duration.ofMillis(timeoutMillis))) : null;
		if (changing != null) {
			builder.authorization(List.of(digest(changing.user(), changing.password())));
		}
		else if (url.user() != null) {
			builder.authorization(logins(url));
		}
		return url.customize(CuratorFrameworkFactory.Builder.class, builder).build();
	}

	/**
	 * Returns the login, and the one as it is written, which tooz uses. ZooKeeper refuses
	 * neither: a session with both can use the nodes of either, and gives rights on its
	 * own nodes to both.
	 */
	private static List<AuthInfo> logins(ToozUrl url) {
		ToozUrl raw = url.withRawLogin();
		return Stream.of(url, (raw != null) ? raw : url)
			.distinct()
			.map((login) -> digest(login.user(), login.password()))
			.toList();
	}

	private static AuthInfo digest(@Nullable String user, @Nullable String password) {
		return new AuthInfo("digest", (user + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

}
