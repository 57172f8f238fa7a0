package io.servicegroup.tooz.coordination;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupEvent;
import io.servicegroup.tooz.GroupEvent.MemberJoinedGroup;
import io.servicegroup.tooz.GroupEvent.MemberLeftGroup;
import io.servicegroup.tooz.RebalanceEvent;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.concurrent.AsyncListenerTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests that an Error costs a ring one reading, and no event. The next run of the
 * watchers reports the remaining changes.
 */
@Timeout(30)
class RingErrorTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	@TempDir
	private Path directory;

	private ManagedCoordinator files;

	private final AtomicInteger readings = new AtomicInteger();

	/** The number of the reading that fails. */
	private volatile int failing;

	private final List<RebalanceEvent> received = new CopyOnWriteArrayList<>();

	private long nanos;

	private DefaultPartitioner ring;

	@BeforeEach
	void join() {
		this.files = Coordinators.get(Coordinators.parse("file://" + this.directory), "one");
		this.files.start();
		this.files.joinGroupCreate("group", null);
		this.ring = ring(() -> this.nanos);
	}

	@AfterEach
	void stop() {
		this.ring.follower().close();
		this.files.stop();
	}

	private DefaultPartitioner ring(LongSupplier nanoTime) {
		return new DefaultPartitioner(failingReadings(), "group", 32, true, () -> 0, new StoreSilence(nanoTime), () -> {
		}, (stopped) -> {
		});
	}

	private ManagedCoordinator failingReadings() {
		return failing(ManagedCoordinator.class, this.files);
	}

	private <T> T failing(Class<T> type, Object target) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					if (method.getName().equals("read") && this.readings.incrementAndGet() == this.failing) {
						throw new OutOfMemoryError("on purpose");
					}
					try {
						Object result = method.invoke(target, arguments);
						return method.getName().equals("reader") ? failing(ManagedCoordinator.Reader.class, result)
								: result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				}));
	}

	@Test
	void anErrorInAReadingMakesTheRingStaleUntilTheNextReading() {
		this.failing = 2;
		this.ring.follower().refresh();
		assertThat(this.ring.isStale()).isFalse();
		this.ring.follower().refresh();
		assertThat(this.ring.isStale()).isTrue();
		assertThat(this.ring.ring().nodes()).containsOnlyKeys("one");
		this.ring.follower().refresh();
		assertThat(this.ring.isStale()).isFalse();
	}

	@Test
	void anErrorInAReadingDoesNotEndFollowing() {
		this.failing = 2;
		try (FollowerLoop loop = new FollowerLoop(Partitioners.THREAD)) {
			DefaultPartitioner partitioner = ring(System::nanoTime);
			partitioner.follower().refresh();
			loop.add(partitioner.follower());
			await().atMost(SOON).until(() -> this.readings.get() == 2 && partitioner.isStale());
			await().atMost(SOON).until(() -> this.readings.get() > 2 && !partitioner.isStale());
		}
	}

	@Test
	void anErrorWhileEventsAreDeliveredLosesNone() {
		this.ring.follower().refresh();
		AtomicInteger failures = new AtomicInteger(1);
		this.ring.follower()
			.add(new AsyncListener<>("test", this.received::add, AsyncListenerTests.exhausted(failures)), false);
		Coordinator two = Coordinators.get("file://" + this.directory, "two");
		two.start();
		two.joinGroup("group", null);
		this.ring.follower().refresh();
		await().atMost(SOON).until(() -> this.received.size() == 1 || failures.get() == 0);
		this.ring.follower().refresh();
		await().atMost(SOON).until(() -> this.received.size() == 1);
		assertThat(this.received.get(0).joined()).containsExactly("two");
		two.stop();
		this.ring.follower().refresh();
		await().atMost(SOON).until(() -> this.received.size() == 2);
		assertThat(this.received.get(1).left()).containsExactly("two");
		assertThat(this.received.get(1).before()).isSameAs(this.received.get(0).after());
	}

	@Test
	void aReadingIsStaleAtItsMaximumAge() {
		this.ring.follower().refresh();
		long limit = GroupFollower.maxAge(DefaultPartitioner.POLL, this.files.shortestTimeout()).toNanos();
		this.nanos += limit - 1;
		assertThat(this.ring.isStale()).isFalse();
		this.nanos++;
		assertThat(this.ring.isStale()).isTrue();
		this.ring.follower().refresh();
		assertThat(this.ring.isStale()).isFalse();
	}

	@Test
	void anErrorInARunOfWatchersLosesNoEvent() {
		Set<String> members = new HashSet<>(Set.of("one", "gone"));
		GroupWatchers watchers = new GroupWatchers((group) -> {
			if (this.readings.incrementAndGet() == this.failing) {
				throw new OutOfMemoryError("on purpose");
			}
			return Set.copyOf(members);
		});
		List<GroupEvent> received = new ArrayList<>();
		watchers.watchJoin("group", (event) -> {
			throw new StackOverflowError("on purpose");
		});
		watchers.watchJoin("group", received::add);
		watchers.watchLeave("group", received::add);
		members.add("two");
		members.remove("gone");
		this.failing = this.readings.get() + 1;
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> watchers.run(Map.of()));
		List<GroupEvent> events = watchers.run(Map.of());
		assertThat(events).containsExactly(new MemberJoinedGroup("group", "two"), new MemberLeftGroup("group", "gone"))
			.isEqualTo(received);
		assertThat(watchers.run(Map.of())).isEmpty();
	}

}
