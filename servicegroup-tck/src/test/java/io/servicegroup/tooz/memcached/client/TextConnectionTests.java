package io.servicegroup.tooz.memcached.client;

import java.net.InetSocketAddress;
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

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.TcpProxy;
import net.spy.memcached.ops.OperationException;
import net.spy.memcached.ops.StoreType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** A connection on which the waiting threads receive the replies. */
class TextConnectionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private static final int LARGE = 1_000_000;

	private final MemcachedServer server = new MemcachedServer("-I", "2m");

	private final TcpProxy proxy = new TcpProxy(this.server.port());

	private TextConnection connection;

	@BeforeEach
	void open() throws Exception {
		MemcachedAccess access = new MemcachedAccess((deadline) -> null, null, true, null);
		this.connection = TextConnection
			.open(ServerProbe.of(new InetSocketAddress("127.0.0.1", this.proxy.port()), access, TIMEOUT), TIMEOUT);
	}

	@AfterEach
	void close() {
		this.connection.close();
		this.proxy.close();
		this.server.close();
	}

	private static <T> T get(Future<T> reply) throws Exception {
		return reply.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Test
	void largeItemsAreWrittenAndReadInPieces() throws Exception {
		byte[] data = new byte[LARGE];
		Arrays.fill(data, (byte) '\n');
		Item item = new Item(7, data);
		Future<Boolean> first = this.connection.store(StoreType.set, "a", 0, item);
		Future<Boolean> second = this.connection.store(StoreType.set, "b", 0, item);
		Future<Map<String, Item>> read = this.connection.items(List.of("a", "missing", "b", "a"));
		assertThat(get(first)).isTrue();
		assertThat(get(second)).isTrue();
		assertThat(get(read)).containsOnlyKeys("a", "b")
			.allSatisfy((key, found) -> assertThat(found.isSame(item)).isTrue());
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
						assertThat(get(this.connection.store(StoreType.set, key, 0, item))).isTrue();
						assertThat(get(this.connection.versionedItem(key)).item().isSame(item)).isTrue();
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
		Future<Boolean> first = this.connection.store(StoreType.set, "key", 0, Item.raw("1"));
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> first.get(50, TimeUnit.MILLISECONDS));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> get(first));
		this.proxy.pass();
		assertThat(get(this.connection.changeExpiry("none", 1))).isFalse();
		assertThat(first.isDone()).isTrue();
		assertThat(get(first)).isTrue();
	}

	@Test
	void aCloseEndsAllWaits() throws Exception {
		this.proxy.holdAnswers();
		List<CompletableFuture<?>> waits = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			Future<?> reply = this.connection.remove("key");
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
		Future<?> reply = this.connection.remove("key");
		this.server.stop();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> {
			for (Future<?> each = reply;; each = this.connection.remove("key")) {
				get(each);
			}
		}).withCauseInstanceOf(CancellationException.class);
		assertThat(this.connection.isLost()).isTrue();
		assertThat(this.connection.hasMetaCommands()).isFalse();
	}

	@Test
	void aRefusalDoesNotDisturbTheNextCommand() throws Exception {
		Future<Boolean> refused = this.connection.store(StoreType.set, "key", 0, new Item(0, new byte[3 * LARGE]));
		Future<Boolean> next = this.connection.store(StoreType.set, "other", 0, Item.raw("1"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(refused))
			.withCauseInstanceOf(OperationException.class)
			.withMessageContaining("key: SERVER_ERROR object too large for cache");
		assertThat(get(next)).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> this.connection.remove("two words"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.connection.remove("line\r\nbreak"));
		assertThat(get(this.connection.statistics())).containsKey("evictions");
	}

}
