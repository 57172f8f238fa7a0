package io.servicegroup.tooz.memcached;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.servicegroup.tooz.ToozConnectionError;
import net.spy.memcached.ClientMode;
import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.ConnectionObserver;
import net.spy.memcached.FailureMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, used until it breaks and then thrown away with its client. spymemcached
 * would connect again by itself, but a second late at best, always to the address that
 * the name had at first, and would then send what nobody waits for any more.
 */
final class MemcachedLine implements ConnectionObserver {

	static {
		// Otherwise spymemcached writes to stderr. Read when its first logger is made.
		if (System.getProperty("net.spy.log.LoggerImpl") == null) {
			System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SLF4JLogger");
		}
	}

	private static final Logger logger = LoggerFactory.getLogger(MemcachedLine.class);

	private final CountDownLatch established = new CountDownLatch(1);

	private final Client client;

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile boolean lost;

	private MemcachedLine(Greeting greeting, MemcachedAccess access, Duration timeout) throws IOException {
		this.client = new Client(factory(greeting, access, timeout), greeting.address(), (thread, ex) -> fallen(ex));
	}

	private ConnectionFactory factory(Greeting greeting, MemcachedAccess access, Duration timeout) {
		ConnectionFactoryBuilder factory = new ConnectionFactoryBuilder()
			.setProtocol(greeting.isSilent() ? Protocol.BINARY : Protocol.TEXT)
			// One server, and no questions to it about others.
			.setClientMode(ClientMode.Static)
			// Fails at once while there is no connection; the other modes wait for one.
			.setFailureMode(FailureMode.Cancel)
			.setOpTimeout(timeout.toMillis())
			.setOpQueueMaxBlockTime(timeout.toMillis())
			.setMaxReconnectDelay(1)
			.setUseNagleAlgorithm(false)
			.setDaemon(true)
			.setInitialObservers(List.of(this));
		access.secure(factory, greeting.address().getHostString());
		return factory.build();
	}

	/**
	 * Connects.
	 * @param greeting where to, and what the server speaks
	 * @throws ToozConnectionError if that takes longer than the timeout
	 */
	static MemcachedLine open(Greeting greeting, MemcachedAccess access, Duration timeout)
			throws IOException, InterruptedException {
		MemcachedLine line = new MemcachedLine(greeting, access, timeout);
		try {
			if (!line.established.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new ToozConnectionError(
						"No connection to memcached at " + greeting.address() + " within " + timeout, null);
			}
			return line;
		}
		catch (InterruptedException | ToozConnectionError ex) {
			line.close();
			throw ex;
		}
	}

	Client client() {
		return this.client;
	}

	boolean isLost() {
		return this.lost;
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
	 * The thread of the connection ended. So it may when the connection is closed at the
	 * moment at which it breaks: spymemcached takes away the key that this thread is
	 * about to cancel.
	 */
	private void fallen(Throwable ex) {
		this.lost = true;
		if (this.closed.get()) {
			logger.debug("The thread of a closed connection ended", ex);
		}
		else {
			logger.warn("The thread of the connection to memcached ended; the next call connects again", ex);
		}
	}

	void close() {
		this.lost = true;
		if (this.closed.getAndSet(true)) {
			return;
		}
		try {
			this.client.shutdown();
		}
		catch (RuntimeException ex) {
			logger.debug("The client is shut down as far as it goes", ex);
		}
	}

}
