package io.servicegroup.tooz.memcached.client;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.Warnings;
import net.spy.memcached.ConnectionObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The end of spymemcached's I/O thread by an exception. In production, closing a
 * connection while it breaks has caused it, which a test cannot time; an observer that
 * throws ends the thread at the same place.
 */
class SpyConnectionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private final MemcachedServer server = new MemcachedServer();

	private final Warnings warnings = new Warnings("io.servicegroup.tooz");

	private final AtomicReference<Thread> thread = new AtomicReference<>();

	private SpyConnection connection;

	@BeforeEach
	void open() throws Exception {
		MemcachedAccess access = new MemcachedAccess((deadline) -> null, null, true, null);
		this.connection = SpyConnection.open(
				ServerProbe.of(new InetSocketAddress("127.0.0.1", this.server.port()), access, TIMEOUT), access,
				TIMEOUT);
	}

	@AfterEach
	void close() {
		this.connection.close();
		this.warnings.close();
		this.server.close();
	}

	@Test
	void isLoggedAndTheConnectionIsLost() {
		breakWith(() -> {
		});
		assertThat(this.connection.isLost()).isTrue();
		assertThat(this.warnings.messages()).singleElement()
			.asString()
			.contains("I/O thread of the connection", "the next call connects again");
	}

	@Test
	void isNotLoggedOnceTheConnectionIsClosed() {
		breakWith(this.connection::close);
		assertThat(this.warnings.messages()).isEmpty();
	}

	/** Awaitility makes a test fail by an exception that no thread has caught. */
	private void breakWith(Runnable before) {
		this.connection.client().addObserver(new ConnectionObserver() {

			@Override
			public void connectionEstablished(SocketAddress address, int attempts) {
			}

			@Override
			public void connectionLost(SocketAddress address) {
				SpyConnectionTests.this.thread.set(Thread.currentThread());
				before.run();
				throw new IllegalArgumentException("thrown by the observer");
			}

		});
		this.server.process().kill();
		// The thread notices only when there is something to send.
		this.connection.client().asyncGet("any");
		await().atMost(TIMEOUT).until(() -> this.thread.get() != null && !this.thread.get().isAlive());
	}

}
