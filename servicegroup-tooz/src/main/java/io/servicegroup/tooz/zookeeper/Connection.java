package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.netty.handler.ssl.SslContext;
import io.servicegroup.tooz.AccessDeniedException;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.SessionExpiredException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.ToozUrl.Host;
import io.servicegroup.tooz.concurrent.OnFirstUse;
import org.apache.curator.CuratorZookeeperClient;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the ensemble. Runs calls in the current session, remembers earlier
 * sessions, and translates ZooKeeper's exceptions to those of tooz. Thread-safe.
 */
final class Connection {

	/** With {@code fail-fast}, a start has to fail within five seconds. */
	private static final Duration MAX_START_WAIT = Duration.ofSeconds(4);

	private static final Logger logger = LoggerFactory.getLogger(Connection.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	/**
	 * Longer than any server grants. A longer timeout overflows in the client's
	 * arithmetic.
	 */
	private static final Duration MAX_SESSION_TIMEOUT = Duration.ofDays(1);

	private final String servers;

	private final List<ACL> acl;

	private final @Nullable TlsConnector tls;

	/** Created with the first connection, so that a start does not wait for it. */
	private final OnFirstUse<ClientFactory> clients;

	private final LongListings longListings;

	private final ServerFeatures features = new ServerFeatures();

	private final RecursiveWatches recursiveWatches = new RecursiveWatches(this.features);

	/** Created with the first connection, too. */
	private final OnFirstUse<CuratorFramework> curator;

	private final List<ConnectionStateListener> stateListeners = new CopyOnWriteArrayList<>();

	private final StuckServerSwitch stuckServerSwitch;

	private final Set<Long> sessions = ConcurrentHashMap.newKeySet();

	private volatile Duration timeout;

	/** When an answer last arrived. */
	private volatile long lastAnswer = System.nanoTime();

	Connection(ToozUrl url) {
		Duration requested = url.time("timeout", Duration.ofSeconds(10));
		this.timeout = (requested.compareTo(MAX_SESSION_TIMEOUT) < 0) ? requested : MAX_SESSION_TIMEOUT;
		List<Host> hosts = ZooKeeperHosts.of(url);
		this.servers = "ZooKeeper at " + ZooKeeperHosts.names(hosts);
		// The server replaces this ACL's id by the session's credentials, a digest.
		this.acl = (url.user() != null || url.hasChangingCredentials()) ? ZooDefs.Ids.CREATOR_ALL_ACL
				: ZooDefs.Ids.OPEN_ACL_UNSAFE;
		this.tls = ZooKeeperTls.connector(url, this.timeout);
		this.clients = new OnFirstUse<>(() -> new ClientFactory(hosts, url.flag("randomize_hosts", true), this.tls),
				ZooKeeper.class, SslContext.class);
		this.longListings = new LongListings(() -> this.clients.get().maxPacketBytes());
		int millis = (int) this.timeout.toMillis();
		this.curator = new OnFirstUse<>(() -> {
			CuratorFramework created = CuratorClients.create(url, ZooKeeperHosts.names(hosts), this.clients.get(),
					millis);
			this.stateListeners.forEach(created.getConnectionStateListenable()::addListener);
			return created;
		}, CuratorFramework.class, CuratorZookeeperClient.class);
		this.stuckServerSwitch = new StuckServerSwitch(hosts.size(), this.timeout);
	}

	ServerFeatures features() {
		return this.features;
	}

	RecursiveWatches recursiveWatches() {
		return this.recursiveWatches;
	}

	/** Adds a listener to the client, which must not have been started. */
	void addListener(ConnectionStateListener listener) {
		this.stateListeners.add(listener);
	}

	/**
	 * Starts the client if necessary and waits for a session, for up to four seconds.
	 * @throws StoreUnavailableException if there is no session in time
	 */
	void start() {
		CuratorFramework started = startedCurator();
		try {
			// Connecting and creating the session are two round trips.
			int millis = (int) Math.min(callTimeout().multipliedBy(2).toMillis(), MAX_START_WAIT.toMillis());
			if (!started.blockUntilConnected(millis, TimeUnit.MILLISECONDS)) {
				throw new StoreUnavailableException(
						this.servers + " did not answer within " + millis + " ms" + tlsFailure(), null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while connecting to " + this.servers, ex);
		}
	}

	private synchronized CuratorFramework startedCurator() {
		CuratorFramework created = this.curator.get();
		if (created.getState() == CuratorFrameworkState.LATENT) {
			created.start();
		}
		return created;
	}

	/**
	 * Runs a call in the current session. All its requests have one deadline.
	 * @throws StoreUnavailableException if there is no session, or it was lost
	 * @throws OperationTimeoutException if an answer does not arrive in time
	 */
	<T> T call(Work<T> work) {
		ZooKeeper client = client();
		if (client == null) {
			throw new StoreUnavailableException("Not connected to " + this.servers + tlsFailure(), null);
		}
		if (this.sessions.add(client.getSessionId())) {
			adoptTimeout(Duration.ofMillis(client.getSessionTimeout()));
		}
		SessionCalls session = new SessionCalls(client, this.acl, this.longListings, this.features, callTimeout(),
				this::silence, () -> this.lastAnswer = System.nanoTime());
		try {
			return run(work, session);
		}
		catch (KeeperException ex) {
			throw translate(ex);
		}
		catch (OperationTimeoutException ex) {
			this.stuckServerSwitch.leaveServer(client);
			throw ex;
		}
	}

	private <T> T run(Work<T> work, SessionCalls session) throws KeeperException {
		boolean bulkReads = this.features.hasBulkReads();
		try {
			return work.run(session);
		}
		catch (KeeperException.UnimplementedException ex) {
			if (!bulkReads) {
				throw ex;
			}
			this.features.bulkReadsAreUnimplemented();
			// The server has closed the connection, but not the session.
			session.awaitConnection();
			return work.run(session);
		}
	}

	/** Returns the time since the last answer, in nanoseconds. */
	long silence() {
		return System.nanoTime() - this.lastAnswer;
	}

	/** Returns the client of the current session, or null while it is not connected. */
	@Nullable ZooKeeper client() {
		CuratorFramework created = this.curator.ifCreated();
		try {
			ZooKeeper client = (created != null && created.getState() == CuratorFrameworkState.STARTED)
					? created.getZookeeperClient().getZooKeeper() : null;
			return (client != null && client.getState().isConnected()) ? client : null;
		}
		catch (Exception ex) {
			throw new StoreUnavailableException("Cannot create a client for " + this.servers + ": " + ex, ex);
		}
	}

	private String tlsFailure() {
		return (this.tls != null) ? this.tls.failureReason() : "";
	}

	private void adoptTimeout(Duration granted) {
		if (!granted.equals(this.timeout)) {
			logger.info(
					"Session timeout granted by {}: {} ms instead of {} ms; heartbeats adapt to it. The range is set by "
							+ "minSessionTimeout and maxSessionTimeout of the servers",
					this.servers, granted.toMillis(), this.timeout.toMillis());
			this.timeout = granted;
		}
	}

	/**
	 * Returns whether a session is the current or an earlier session of this instance.
	 */
	boolean isOwn(long session) {
		return this.sessions.contains(session);
	}

	Duration timeout() {
		return this.timeout;
	}

	private Duration callTimeout() {
		return ToozUrl.callTimeout(this.timeout);
	}

	private CoordinationException translate(KeeperException ex) {
		return switch (ex.code()) {
			case CONNECTIONLOSS ->
				new StoreUnavailableException("Lost the connection to " + this.servers + ": " + ex.getMessage(), ex);
			case SESSIONEXPIRED -> new SessionExpiredException(
					"The session with " + this.servers
							+ " has ended; the next heartbeat in a new session joins again. Cause: " + ex.getMessage(),
					ex);
			case SESSIONMOVED, SESSIONCLOSEDREQUIRESASLAUTH ->
				new StoreUnavailableException("Lost the session with " + this.servers + ": " + ex.getMessage(), ex);
			case NOAUTH -> new AccessDeniedException(
					this.servers + " denied access to " + ex.getPath()
							+ ": its ACL requires other credentials. Check user and password of the coordination URL",
					ex);
			case AUTHFAILED -> new StoreUnavailableException(
					this.servers + " refused the login. Check user and password of the coordination URL", ex);
			default -> new CoordinationException(this.servers + " refused the request: " + ex.getMessage(), ex);
		};
	}

	/**
	 * Ends the session and disconnects. Blocks for up to two seconds. Closes Curator in a
	 * separate thread, because Curator waits for a thread that may hang in a DNS query.
	 */
	void close() {
		this.curator.end(this::close);
	}

	private void close(CuratorFramework created) {
		this.clients.get().endSessionOnClose();
		Thread closing = new Thread(created::close, "servicegroup-zookeeper-close");
		closing.setDaemon(true);
		closing.start();
		try {
			closing.join(CLOSE_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A call that runs in one session.
	 *
	 * @param <T> the type of the result
	 */
	interface Work<T> {

		T run(SessionCalls session) throws KeeperException;

	}

}
