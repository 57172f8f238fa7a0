package io.servicegroup.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Capabilities that are read by several threads at once: the newest reading is published.
 */
class CommonCapabilitiesTests {

	private final MemoryStore store = MemoryStore.named("common-capabilities");

	private final CountDownLatch joining = new CountDownLatch(1);

	private final AtomicInteger load = new AtomicInteger(1);

	@AfterEach
	void closeStore() {
		this.store.close();
	}

	private LiveServiceGroupAPI api(Supplier<Map<String, ?>> capabilities) {
		CoordinationObserver observer = new CoordinationObserver() {

			@Override
			public Activity storeCall(String backend, String operation) {
				if (operation.equals("join")) {
					CommonCapabilitiesTests.this.joining.countDown();
				}
				return Activity.NONE;
			}

		};
		return new LiveServiceGroupAPI(
				new ToozServiceGroupDriver(Coordinators.parse("memory://common-capabilities?timeout=60"), "a",
						observer),
				Duration.ofHours(1), Duration.ofHours(1), List.of(), Duration.ZERO, capabilities, List.of());
	}

	private static Map<String, ?> published(LiveServiceGroupAPI api) {
		return api.read("web").member("a").orElseThrow().capabilities();
	}

	@Test
	void aJoinInProgressDoesNotPublishAnOlderReading() throws Exception {
		try (LiveServiceGroupAPI api = api(() -> Map.of("load", this.load.get()))) {
			this.store.delay(Duration.ofMillis(300), "a");
			CompletableFuture<Void> join = CompletableFuture.runAsync(() -> api.join("web", Map.of()));
			assertThat(this.joining.await(5, TimeUnit.SECONDS)).isTrue();
			this.load.set(2);
			api.refreshCapabilities();
			assertThat(published(api)).isEqualTo(Map.of("load", 2L));
			join.get(5, TimeUnit.SECONDS);
		}
	}

	@Test
	void aSlowReadingDoesNotReplaceANewerOne() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch second = new CountDownLatch(1);
		Supplier<Map<String, ?>> slow = () -> {
			int read = this.load.get();
			if (read == 2) {
				first.countDown();
				awaitOrGoOn(second);
			}
			return Map.of("load", read);
		};
		try (LiveServiceGroupAPI api = api(slow)) {
			api.join("web", Map.of());
			this.load.set(2);
			CompletableFuture<Void> older = CompletableFuture.runAsync(api::refreshCapabilities);
			assertThat(first.await(5, TimeUnit.SECONDS)).isTrue();
			this.load.set(3);
			api.refreshCapabilities();
			second.countDown();
			older.get(5, TimeUnit.SECONDS);
			assertThat(published(api)).isEqualTo(Map.of("load", 3L));
		}
	}

	/** Readings that are made one after the other do not wait for each other. */
	private static void awaitOrGoOn(CountDownLatch other) {
		try {
			other.await(300, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
