package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.coordination.Coordinators;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Starts a server for the test class, names a group for each test, and reads raw nodes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ZooKeeperFixture {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	/** The required recovery time: one heartbeat interval and a second. */
	static final Duration BACK_WITHIN = TIMEOUT.dividedBy(3).plusSeconds(1);

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final List<AutoCloseable> closeables = new ArrayList<>();

	final String group = "group" + COUNTER.incrementAndGet();

	ZooKeeperServer server;

	private ZooKeeper raw;

	@BeforeAll
	void startServer() {
		this.server = new ZooKeeperServer();
	}

	@AfterAll
	void closeServer() {
		this.server.close();
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable closeable : this.closeables) {
			closeable.close();
		}
		this.closeables.clear();
		this.raw = null;
		this.server.wipe();
	}

	<T extends AutoCloseable> T closedLater(T closeable) {
		this.closeables.add(0, closeable);
		return closeable;
	}

	String url() {
		return this.server.url("timeout=" + TIMEOUT.toSeconds());
	}

	/** Returns a connected backend. */
	ZooKeeperBackend backend(String url, String member) {
		ZooKeeperBackend backend = closedLater(new ZooKeeperBackend(ToozUrl.parse(url), member));
		backend.connect();
		return backend;
	}

	Coordinator coordinator(String url, String member) {
		Coordinator coordinator = closedLater(Coordinators.get(url, member));
		coordinator.start();
		return coordinator;
	}

	Coordinator coordinator(String member) {
		return coordinator(url(), member);
	}

	Coordinator joined(String member, Object capabilities) {
		Coordinator coordinator = coordinator(member);
		coordinator.joinGroupCreate(this.group, capabilities);
		return coordinator;
	}

	/** Sends heartbeats as an application does. */
	Heart beating(Coordinator coordinator) {
		Heart heart = closedLater(
				new Heart("test-heart", coordinator::heartbeat, () -> coordinator.membershipTimeout().dividedBy(3)));
		heart.start();
		return heart;
	}

	/** Returns a plain client, a new one if the last has lost its connection. */
	ZooKeeper raw() {
		if (this.raw == null || !this.raw.getState().isConnected()) {
			this.raw = closedLater(this.server.client());
		}
		return this.raw;
	}

	/** Returns the state of a node, or null if there is none. */
	Stat stat(String path) {
		try {
			return raw().exists(path, false);
		}
		catch (KeeperException.ConnectionLossException | KeeperException.SessionExpiredException ex) {
			// After a restart of the server that this client had not noticed.
			this.raw = null;
			return stat(path);
		}
		catch (KeeperException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Duration since(long nanos) {
		return Duration.ofNanos(System.nanoTime() - nanos);
	}

}
