package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import net.spy.memcached.ClientMode;
import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.ConnectionObserver;
import net.spy.memcached.FailureMode;
import net.spy.memcached.compat.log.SLF4JLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection with its own spymemcached client: for TLS, for a login with SASL, and for
 * applications that customize the client. Both are discarded when the connection breaks.
 * spymemcached can reconnect by itself, but only after a second or more, and only to the
 * first address of the name. It would then send operations whose callers have given up.
 */
final class SpyConnection implements Connection, ConnectionObserver, UncaughtExceptionHandler, SpyLogger.Replies {

	static {
		// Without this, spymemcached logs to stderr. It reads the property when it
		// creates its first logger, and its class loader has to find the class.
		if (System.getProperty("net.spy.log.LoggerImpl") == null) {
			boolean visible = SLF4JLogger.class.getClassLoader() == SpyLogger.class.getClassLoader();
			System.setProperty("net.spy.log.LoggerImpl",
					visible ? SpyLogger.class.getName() : SLF4JLogger.class.getName());
		}
	}

	private static final Logger logger = LoggerFactory.getLogger(SpyConnection.class);

	private final CountDownLatch established = new CountDownLatch(1);

	private final SocketAddress server;

	private final ToozUrl.Host address;

	private final SpyClient client;

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile boolean lost;

	private volatile boolean errorReply;

	private SpyConnection(ServerProbe server, MemcachedAccess access, Duration timeout) throws IOException {
		this.server = server.address();
		this.address = new ToozUrl.Host(server.address().getHostString(), server.address().getPort());
		this.client = new SpyClient(factory(server, access, timeout), server.address(), this, this::isLost,
				server.mayHaveMetaCommands());
	}

	private ConnectionFactory factory(ServerProbe server, MemcachedAccess access, Duration timeout) {
		ConnectionFactoryBuilder factory = new ConnectionFactoryBuilder()
			.setProtocol(server.isClosed() ? Protocol.BINARY : Protocol.TEXT)
			// Does not ask the server for other nodes of a cluster.
			.setClientMode(ClientMode.Static)
			// Commands fail at once while there is no connection. In the other modes they
			// wait.
			.setFailureMode(FailureMode.Cancel)
			.setOpTimeout(timeout.toMillis())
			.setOpQueueMaxBlockTime(timeout.toMillis())
			.setMaxReconnectDelay(1)
			.setUseNagleAlgorithm(false)
			.setDaemon(true)
			.setInitialObservers(List.of(this));
		access.configure(factory, server.address().getHostString());
		return factory.build();
	}

	/**
	 * Opens a connection. Blocks for up to the timeout.
	 * @param server the probe of the server: its address and protocol
	 * @throws StoreUnavailableException if the connection is not established in time
	 */
	static SpyConnection open(ServerProbe server, MemcachedAccess access, Duration timeout)
			throws IOException, InterruptedException {
		SpyConnection connection = new SpyConnection(server, access, timeout);
		try {
			if (!connection.established.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new StoreUnavailableException("Cannot connect to memcached at " + connection.address + " within "
						+ timeout.toMillis() + " ms", null);
			}
			return connection;
		}
		catch (InterruptedException | StoreUnavailableException ex) {
			connection.close();
			throw ex;
		}
	}

	@Override
	public SocketAddress server() {
		return this.server;
	}

	@Override
	public SpyClient client() {
		return this.client;
	}

	@Override
	public boolean isLost() {
		return this.lost;
	}

	@Override
	public void endsByErrorReply() {
		this.errorReply = true;
	}

	@Override
	public boolean hasErrorReply() {
		return this.errorReply;
	}

	@Override
	public void connectionEstablished(SocketAddress address, int attempts) {
		this.established.countDown();
	}

	@Override
	public void connectionLost(SocketAddress address) {
		this.lost = true;
	}

	/**
	 * Handles an exception that has ended spymemcached's I/O thread. A connection that is
	 * closed while it breaks also causes one: spymemcached removes the selection key that
	 * the thread is about to cancel.
	 */
	@Override
	public void uncaughtException(Thread thread, Throwable ex) {
		this.lost = true;
		if (this.closed.get()) {
			logger.debug("I/O thread of a closed connection to memcached at {} failed", this.address, ex);
		}
		else {
			logger.warn(
					"I/O thread of the connection to memcached at {} failed: calls in progress fail or time out; "
							+ "the next call connects again. If this repeats, report the exception as a bug",
					this.address, ex);
		}
	}

	@Override
	public void close() {
		this.lost = true;
		if (this.closed.getAndSet(true)) {
			return;
		}
		try {
			this.client.shutdown();
		}
		catch (RuntimeException ex) {
			logger.debug("Shutdown of the client for memcached at {} failed; its thread is a daemon", this.address, ex);
		}
	}

}
