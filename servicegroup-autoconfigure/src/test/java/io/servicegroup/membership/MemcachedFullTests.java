package io.servicegroup.membership;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.MemberEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.servers.MemcachedFlood;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tck.servers.Warnings;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.servicegroup.membership.ServiceGroupWaits.withinDespiteOutage;
import static io.servicegroup.tck.servers.StoreFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A memcached whose memory another client fills.
 */
class MemcachedFullTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private static final Duration RECOVERY = TIMEOUT.dividedBy(3).plusSeconds(1);

	/** Values up to the size of a heartbeat key, a holder key and a small group. */
	private static final int SMALL = 80;

	private MemcachedServer server;

	private LiveServiceGroupAPI one;

	private LiveServiceGroupAPI two;

	private void start(String... options) {
		this.server = new MemcachedServer(options);
		this.one = member("one");
		this.two = member("two");
		withinDespiteOutage(Duration.ofSeconds(10)).until(this::areBothUp);
	}

	private LiveServiceGroupAPI member(String id) {
		LiveServiceGroupAPI member = new LiveServiceGroupAPI(
				new ToozServiceGroupDriver(Coordinators.parse(this.server.url("timeout=4")), id), null,
				Duration.ofMillis(300), List.of());
		member.want("g", Map.of());
		member.start();
		return member;
	}

	private boolean areBothUp() {
		return this.one.getStatus().isUp() && this.two.getStatus().isUp() && this.one.read("g").isUp("one")
				&& this.one.read("g").isUp("two");
	}

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
		this.server.close();
	}

	@Test
	void evictedItemsAreLoggedAndRestored() {
		start("-m", "2");
		try (Warnings warnings = new Warnings("io.servicegroup.tooz");
				MemcachedFlood flood = new MemcachedFlood(this.server, SMALL)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> !warnings.messages().isEmpty());
			assertThat(warnings.messages()).allSatisfy((message) -> assertThat(message).contains("Lost data of member",
					"_TOOZ_", "evictions: ", "memcached -m"));
		}
		within(RECOVERY).until(this::areBothUp);
		assertThat(this.server.statistic("evictions")).isPositive();
	}

	/**
	 * A Python member that sends a heartbeat to a full server loses its key: a failed
	 * <em>set</em> deletes it. The deletion here does the same.
	 */
	@Test
	void nobodyLeavesAServerThatMayNotEvictWhenItIsFull() {
		start("-m", "2", "-M");
		LiveServiceGroupAPI three = member("three");
		withinDespiteOutage(Duration.ofSeconds(10)).until(() -> this.one.read("g").isUp("three"));
		List<MemberEvent> left = new CopyOnWriteArrayList<>();
		this.one.addListener("g", (event) -> {
			if (event instanceof MemberLeftEvent) {
				left.add(event);
			}
		});
		try (Warnings own = new Warnings("io.servicegroup");
				MemcachedFlood flood = new MemcachedFlood(this.server, SMALL);
				MemcachedSocket socket = this.server.connect()) {
			await().atMost(Duration.ofSeconds(30)).until(() -> isFull(socket));
			UUID inGroup = UUID.nameUUIDFromBytes("g\0three".getBytes(StandardCharsets.UTF_8));
			within(TIMEOUT).until(() -> {
				// Again if member three was faster than the flood.
				List.of("_TOOZ_MEMBER_three", "_TOOZ_HOLDER_three", "_TOOZ_HELD_" + inGroup, "_TOOZ_ALIVE_" + inGroup)
					.forEach((key) -> socket.expect("delete " + key, ""));
				return this.one.getStatus().views().get("g").stale();
			});
			within(TIMEOUT.multipliedBy(3)).during(TIMEOUT.plusSeconds(1)).untilAsserted(() -> {
				assertThat(this.one.getStatus().problem()).isNull();
				assertThat(this.two.getStatus().problem()).isNull();
				assertThat(left).isEmpty();
			});
			assertThat(three.getStatus().problem()).contains("out of memory", "memcached -m");
			assertThat(own.messages()).filteredOn((message) -> message.contains("out of memory"))
				.as("a line for the view of each member, and one for the heartbeat that was refused")
				.hasSizeLessThanOrEqualTo(4)
				.isNotEmpty();
		}
		this.server.wipe();
		withinDespiteOutage(RECOVERY).until(this::areBothUp);
		three.close();
	}

	private static boolean isFull(MemcachedSocket socket) {
		try {
			socket.set("full", 0, new byte[SMALL / 2]);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

}
