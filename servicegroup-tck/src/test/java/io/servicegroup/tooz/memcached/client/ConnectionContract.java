package io.servicegroup.tooz.memcached.client;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** A connection on which the waiting threads receive the replies. */
abstract class ConnectionContract {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	private static final int LARGE = 1_000_000;

	@TempDir
	Path directory;

	TcpProxy proxy;

	MemcachedAccess access;

	ServerProbe probe;

	private StoreServer server;

	private Connection connection;

	private Client client;

	abstract StoreServer startServer();

	/** Returns options of the URL. */
	String options() {
		return "";
	}

	/** Logs in. */
	void prepare(Client client) throws Exception {
	}

	@BeforeEach
	void open() throws Exception {
		this.server = startServer();
		this.proxy = new TcpProxy(URI.create(this.server.url("timeout=4")).getPort());
		this.access = MemcachedAccess.of(Coordinators.parse(this.server.url("timeout=4" + options())));
		this.probe = ServerProbe.of(new InetSocketAddress("127.0.0.1", this.proxy.port()), this.access, TIMEOUT);
		this.client = Connector.connect(this.probe, this.access, TIMEOUT);
		this.connection = this.client.connection();
		prepare(this.client);
	}

	@AfterEach
	void close() {
		this.connection.close();
		this.proxy.close();
		this.server.close();
	}

	static <T> T get(Future<T> reply) throws Exception {
		return reply.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Test
	void largeItemsAreWrittenAndReadInPieces() throws Exception {
		byte[] data = new byte[LARGE];
		Arrays.fill(data, (byte) '\n');
		Item item = new Item(7, data);
		Future<Boolean> first = this.client.set("a", 0, item);
		Future<Boolean> second = this.client.set("b", 0, item);
		Future<Map<String, Item>> read = this.client.items(List.of("a", "missing", "b", "a"));
		assertThat(get(first)).isTrue();
		assertThat(get(second)).isTrue();
		assertThat(get(read)).containsOnlyKeys("a", "b")
			.allSatisfy((key, found) -> assertThat(found.isSame(item)).isTrue());
	}

	@Test
	void changesDependOnTheItem() throws Exception {
		assertThat(get(this.client.versionedItem("key"))).isNull();
		assertThat(get(this.client.compareAndSet("key", 1, 0, Item.raw("0")))).isFalse();
		assertThat(get(this.client.add("key", 0, new Item(7, new byte[0])))).isTrue();
		assertThat(get(this.client.add("key", 0, Item.raw("2")))).isFalse();
		VersionedItem read = get(this.client.versionedItem("key"));
		assertThat(read.item().isSame(new Item(7, new byte[0]))).isTrue();
		assertThat(read.connection()).isEqualTo(this.connection.number());
		assertThat(get(this.client.changeExpiry("key", 100))).isTrue();
		assertThat(get(this.client.compareAndSet("key", read.version(), 0, Item.raw("\u00fc")))).isTrue();
		assertThat(get(this.client.compareAndSet("key", read.version(), 0, Item.raw("4")))).isFalse();
		Map<String, VersionedItem> now = get(this.client.versionedItems(List.of("none", "key")));
		assertThat(now).containsOnlyKeys("key");
		assertThat(now.get("key").item().isSame(Item.raw("\u00fc"))).isTrue();
		assertThat(now.get("key").version()).isNotEqualTo(read.version());
		assertThat(get(this.client.remove("key"))).isTrue();
		assertThat(get(this.client.remove("key"))).isFalse();
	}

	@Test
	void thousandsOfItemsAreReadAtOnce() throws Exception {
		List<String> keys = IntStream.range(0, 3000).mapToObj((i) -> "key" + i).toList();
		List<Future<Boolean>> written = keys.stream()
			.filter((key) -> !key.endsWith("7"))
			.map((key) -> this.client.set(key, 100, Item.raw(key)))
			.toList();
		Map<String, Item> found = get(this.client.items(keys));
		assertThat(found).hasSize(2700).allSatisfy((key, item) -> assertThat(item.isSame(Item.raw(key))).isTrue());
		assertThat(written).allMatch(Future::isDone);
	}

	@Test
	void manyThreadsReceiveTheirOwnReplies() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				String key = "key" + i;
				done.add(threads.submit(() -> {
					for (int j = 0; j < 500; j++) {
						Item item = Item.raw(key + "-" + j);
						assertThat(get(this.client.set(key, 0, item))).isTrue();
						assertThat(get(this.client.versionedItem(key)).item().isSame(item)).isTrue();
					}
					return null;
				}));
			}
			for (Future<?> each : done) {
				each.get();
			}
		}
		finally {
			threads.shutdown();
		}
	}

	/** As of a call that has given up. */
	@Test
	void aReplyForWhichNoThreadWaitsIsReadBeforeTheNext() throws Exception {
		this.proxy.holdAnswers();
		Future<Boolean> first = this.client.set("key", 0, Item.raw("1"));
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> first.get(50, TimeUnit.MILLISECONDS));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> get(first));
		this.proxy.pass();
		assertThat(get(this.client.changeExpiry("none", 1))).isFalse();
		assertThat(first.isDone()).isTrue();
		assertThat(get(first)).isTrue();
	}

	@Test
	void aCloseEndsAllWaits() throws Exception {
		this.proxy.holdAnswers();
		List<CompletableFuture<?>> waits = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			Future<?> reply = this.client.remove("key");
			waits.add(CompletableFuture.runAsync(() -> assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> reply.get(1, TimeUnit.MINUTES))
				.withCauseInstanceOf(CancellationException.class)));
		}
		assertThat(waits).noneMatch(CompletableFuture::isDone);
		this.connection.close();
		await().atMost(TIMEOUT).until(() -> waits.stream().allMatch(CompletableFuture::isDone));
		for (CompletableFuture<?> wait : waits) {
			wait.get();
		}
		assertThat(this.connection.isLost()).isTrue();
	}

	@Test
	void aBrokenConnectionIsLost() {
		Future<?> reply = this.client.remove("key");
		this.server.stop();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> {
			for (Future<?> each = reply;; each = this.client.remove("key")) {
				get(each);
			}
		}).withCauseInstanceOf(CancellationException.class);
		assertThat(this.connection.isLost()).isTrue();
		assertThat(this.client.hasMetaCommands()).isFalse();
	}

	@Test
	void aConnectionThatTheServerHasClosedIsLostBeforeItIsUsed() throws Exception {
		assertThat(get(this.client.set("key", 0, Item.raw("1")))).isTrue();
		assertThat(this.connection.isStillOpen()).isTrue();
		this.server.stop();
		await().atMost(TIMEOUT).until(() -> !this.connection.isStillOpen());
		assertThat(this.connection.isLost()).isTrue();
	}

	@Test
	void aRefusalDoesNotDisturbTheNextCommand() throws Exception {
		Future<Boolean> refused = this.client.set("key", 0, new Item(0, new byte[3 * LARGE]));
		Future<Boolean> next = this.client.set("other", 0, Item.raw("1"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(refused))
			.withCauseInstanceOf(RefusedException.class)
			.withMessageMatching("(?i).*\\bkey: .*too large.*");
		assertThat(get(next)).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.remove("two words"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.remove("line\r\nbreak"));
		assertThat(get(this.client.statistics())).containsKey("evictions");
	}

}
