package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.OperationTimedOut;
import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozError;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.ToozUrl.Host;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the ensemble: runs calls in the present session, remembers the past
 * ones, and puts what goes wrong into tooz's words.
 */
final class Connection {

	/** A start that is to fail fast fails within five seconds. */
	private static final Duration LONGEST_START = Duration.ofSeconds(4);

	private static final Logger logger = LoggerFactory.getLogger(Connection.class);

	private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

	/** Far more than a server grants; beyond it the client's arithmetic overflows. */
	private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

	private final ToozUrl url;

	private final String where;

	private final List<ACL> acl;

	private final @Nullable TlsDialer tls;

	private final ClientFactory clients;

	private final CuratorFramework curator;

	private final HangUp hangUp;

	private final Set<Long> sessions = ConcurrentHashMap.newKeySet();

	private volatile Duration timeout;

	Connection(ToozUrl url) {
		this.url = url;
		Duration asked = url.time("timeout", Duration.ofSeconds(10));
		this.timeout = (asked.compareTo(LONGEST_TIMEOUT) < 0) ? asked : LONGEST_TIMEOUT;
		List<Host> hosts = ZooKeeperHosts.of(url);
		this.where = "ZooKeeper at " + ZooKeeperHosts.names(hosts);
		// The server puts the session's credentials, a digest, into this kind of ACL.
		this.acl = (url.user() != null) ? ZooDefs.Ids.CREATOR_ALL_ACL : ZooDefs.Ids.OPEN_ACL_UNSAFE;
		this.tls = ZooKeeperTls.dialer(url, this.timeout);
		this.clients = new ClientFactory(hosts, url.flag("randomize_hosts", true), this.tls);
		this.curator = CuratorClients.create(url, ZooKeeperHosts.names(hosts), this.clients,
				(int) this.timeout.toMillis());
		this.hangUp = new HangUp(hosts.size(), this.timeout);
	}

	CuratorFramework curator() {
		return this.curator;
	}

	void start() {
		startCurator();
		try {
			// The connection and the session: two round trips.
			int millis = (int) Math.min(callTimeout().multipliedBy(2).toMillis(), LONGEST_START.toMillis());
			if (!this.curator.blockUntilConnected(millis, TimeUnit.MILLISECONDS)) {
				throw new ToozConnectionError(this.where + " has not answered within " + millis + " ms" + whyNot(),
						null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OperationTimedOut("Interrupted while connecting to " + this.where, ex);
		}
	}

	private synchronized void startCurator() {
		if (this.curator.getState() == CuratorFrameworkState.LATENT) {
			this.curator.start();
		}
	}

	/** Makes a call, which has one deadline, however many requests it takes. */
	<T> T call(Work<T> work) {
		ZooKeeper client = client();
		if (client == null) {
			throw new ToozConnectionError("Not connected to " + this.where + whyNot(), null);
		}
		if (this.sessions.add(client.getSessionId())) {
			noteTimeout(Duration.ofMillis(client.getSessionTimeout()));
		}
		try {
			return work.in(new Session(client, this.acl, callTimeout()));
		}
		catch (KeeperException ex) {
			throw translate(ex);
		}
		catch (OperationTimedOut ex) {
			this.hangUp.on(client);
			throw ex;
		}
	}

	/** Returns the client of the present session, or null while there is none. */
	@Nullable ZooKeeper client() {
		try {
			ZooKeeper client = (this.curator.getState() == CuratorFrameworkState.STARTED)
					? this.curator.getZookeeperClient().getZooKeeper() : null;
			return (client != null && client.getState().isConnected()) ? client : null;
		}
		catch (Exception ex) {
			throw new ToozConnectionError("No client for " + this.where + " can be made: " + ex, ex);
		}
	}

	private String whyNot() {
		return (this.tls != null) ? this.tls.reason() : "";
	}

	private void noteTimeout(Duration negotiated) {
		if (!negotiated.equals(this.timeout)) {
			logger.info("{} grants a session timeout of {} instead of {}", this.where, negotiated, this.timeout);
			this.timeout = negotiated;
		}
	}

	/** Whether a session is, or was, this instance's. */
	boolean isOwn(long session) {
		return this.sessions.contains(session);
	}

	Duration timeout() {
		return this.timeout;
	}

	private Duration callTimeout() {
		return ToozUrl.callTimeout(this.timeout);
	}

	private ToozError translate(KeeperException ex) {
		return switch (ex.code()) {
			case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, SESSIONCLOSEDREQUIRESASLAUTH ->
				new ToozConnectionError("Lost the session with " + this.where + ": " + ex.getMessage(), ex);
			case NOAUTH, AUTHFAILED -> new ToozConnectionError(
					this.where + " denies access to " + ex.getPath()
							+ ": its ACL is for other credentials. Check user and password of the coordination URL",
					ex);
			default -> new ToozError(this.where + " refuses: " + ex.getMessage(), ex);
		};
	}

	/**
	 * On a thread of its own: bounded as the settings make it, closing still waits for a
	 * thread that may hang in a name look-up.
	 */
	void close() {
		this.clients.end();
		Thread closing = new Thread(this.curator::close, "servicegroup-zookeeper-close");
		closing.setDaemon(true);
		closing.start();
		try {
			closing.join(LONGEST_CLOSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What is done in one session.
	 *
	 * @param <T> what it returns
	 */
	interface Work<T> {

		T in(Session session) throws KeeperException;

	}

}
