package io.servicegroup.tooz.memcached;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * Starts a memcached for the test class, and reads and writes its raw items.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MemcachedFixture {

	/** Seconds. */
	static final int TIMEOUT = 4;

	private static final AtomicInteger COUNTER = new AtomicInteger();

	final MemcachedServer server;

	private final List<Coordinator> coordinators = new ArrayList<>();

	String group;

	MemcachedFixture(String... options) {
		this.server = new MemcachedServer(options);
	}

	@BeforeEach
	void nameGroup() {
		this.group = "g" + COUNTER.incrementAndGet();
	}

	@AfterEach
	void stopCoordinators() {
		this.coordinators.forEach(Coordinator::close);
		this.coordinators.clear();
		this.server.wipe();
	}

	@AfterAll
	void closeServer() {
		this.server.close();
	}

	Coordinator coordinator(String member) {
		return coordinator(this.server.url("timeout=" + TIMEOUT), member);
	}

	Coordinator coordinator(String url, String member) {
		Coordinator coordinator = Coordinators.get(url, member);
		this.coordinators.add(coordinator);
		coordinator.start();
		return coordinator;
	}

	Coordinator joined(String member, Object capabilities) {
		Coordinator coordinator = coordinator(member);
		coordinator.joinGroupCreate(this.group, capabilities);
		return coordinator;
	}

	/** Returns flags and bytes, such as {@code 2:80}, or null. */
	String stored(String key) {
		try (MemcachedSocket socket = this.server.connect()) {
			MemcachedSocket.Item item = socket.get(key);
			return (item != null) ? item.flags() + ":" + HexFormat.of().formatHex(item.data()) : null;
		}
	}

	/** Returns the <em>cas unique</em> of an item, or 0 if there is none. */
	long version(String key) {
		try (MemcachedSocket socket = this.server.connect()) {
			return socket.version(key);
		}
	}

	void store(String key, int flags, String hex) {
		try (MemcachedSocket socket = this.server.connect()) {
			socket.set(key, flags, HexFormat.of().parseHex(hex));
		}
	}

	void evict(String key) {
		try (MemcachedSocket socket = this.server.connect()) {
			socket.delete(key);
		}
	}

	static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
	}

}
