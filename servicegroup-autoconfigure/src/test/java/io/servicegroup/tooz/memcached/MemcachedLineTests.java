package io.servicegroup.tooz.memcached;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.Warnings;
import net.spy.memcached.ConnectionObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The end of the thread that spymemcached has for a connection. It once was a closing at
 * the moment at which the connection broke, which cannot be timed; an observer that
 * throws ends it in the same place.
 */
class MemcachedLineTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private final MemcachedServer server = new MemcachedServer();

	private final Warnings warnings = new Warnings("io.servicegroup.tooz");

	private final AtomicReference<Thread> thread = new AtomicReference<>();

	private MemcachedLine line;

	@BeforeEach
	void open() throws Exception {
		MemcachedAccess access = new MemcachedAccess(null, null, null, true);
		this.line = MemcachedLine.open(
				Greeting.of(new InetSocketAddress("127.0.0.1", this.server.port()), access, TIMEOUT), access, TIMEOUT);
	}

	@AfterEach
	void close() {
		this.line.close();
		this.warnings.close();
		this.server.close();
	}

	@Test
	void isAWarningAndTheLineIsLost() {
		breakWith(() -> {
		});
		assertThat(this.line.isLost()).isTrue();
		assertThat(this.warnings.messages()).singleElement().asString().contains("the next call connects again");
	}

	@Test
	void isNothingToSpeakOfOnceTheLineIsClosed() {
		breakWith(this.line::close);
		assertThat(this.warnings.messages()).isEmpty();
	}

	/** Awaitility fails by what no thread has caught. */
	private void breakWith(Runnable before) {
		this.line.client().addObserver(new ConnectionObserver() {

			@Override
			public void connectionEstablished(SocketAddress address, int attempts) {
			}

			@Override
			public void connectionLost(SocketAddress address) {
				MemcachedLineTests.this.thread.set(Thread.currentThread());
				before.run();
				throw new IllegalArgumentException("the observer");
			}

		});
		this.server.process().kill();
		// It looks at a connection only when there is something to send.
		this.line.client().asyncGet("any");
		await().atMost(TIMEOUT).until(() -> this.thread.get() != null && !this.thread.get().isAlive());
	}

}
