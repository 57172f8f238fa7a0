package io.servicegroup.membership;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.GroupListingReader;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.migration.SourceWatch;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.GroupFollower;
import io.servicegroup.tooz.coordination.ModelCoordinators;
import io.servicegroup.tooz.coordination.PollInterval;
import io.servicegroup.tooz.coordination.StoreSilence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests that an Error costs a view one reading, and no event. A view is not fresh while a
 * reading hangs.
 */
@Timeout(30)
class LiveViewErrorTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final Duration POLL = Duration.ofMillis(100);

	@TempDir
	private Path directory;

	private ServiceGroupDriver files;

	private final AtomicInteger readings = new AtomicInteger();

	private final List<MemberEvent> events = new CopyOnWriteArrayList<>();

	private long nanos;

	@BeforeEach
	void join() {
		this.files = new ToozServiceGroupDriver(Coordinators.parse("file://" + this.directory + "?timeout=4"), "one");
		this.files.join("group", Map.of());
	}

	@AfterEach
	void close() {
		this.files.close();
	}

	/** Returns the driver, with an action before each call of this method. */
	private ServiceGroupDriver before(String call, Runnable first) {
		return driver(call, (answer) -> {
			first.run();
			return answer.get();
		});
	}

	private ServiceGroupDriver driver(String call, Function<Supplier<Object>, Object> answers) {
		return (ServiceGroupDriver) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ServiceGroupDriver.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("reader")) {
						return (GroupListingReader) () -> ((ServiceGroupDriver) proxy).read((String) arguments[0]);
					}
					Supplier<Object> answer = () -> {
						try {
							return method.invoke(this.files, arguments);
						}
						catch (InvocationTargetException ex) {
							throw (RuntimeException) ex.getCause();
						}
						catch (IllegalAccessException ex) {
							throw new IllegalStateException(ex);
						}
					};
					return method.getName().equals(call) ? answers.apply(answer) : answer.get();
				});
	}

	private Runnable failingAt(int count) {
		return failing(count, count);
	}

	private Runnable failing(int first, int last) {
		return () -> {
			int count = this.readings.incrementAndGet();
			if (count >= first && count <= last) {
				throw new OutOfMemoryError("on purpose");
			}
		};
	}

	private LiveView view(ServiceGroupDriver driver) {
		LiveView view = new LiveView("group", driver, PollInterval.upTo(Duration.ofSeconds(1)), Clock.systemUTC(),
				new StoreSilence(() -> this.nanos), () -> {
				}, new LostSwitches.Counts());
		view.follower().addShared(ModelCoordinators.listener(this.events::add));
		return view;
	}

	private List<String> joined() {
		List<String> ids = new ArrayList<>();
		this.events.forEach((event) -> {
			assertThat(event).isInstanceOf(MemberJoinedEvent.class);
			ids.add(event.member().id());
		});
		return ids;
	}

	@Test
	void anErrorInAReadingCostsOneReading() {
		LiveView view = view(before("read", failingAt(2)));
		view.refresh();
		assertThat(view.fresh().isUp("one")).isTrue();
		view.refresh();
		assertThat(view.get().stale()).isTrue();
		assertThat(view.get().isUp("one")).isTrue();
		assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(view::fresh)
			.withMessageContaining("OutOfMemoryError");
		view.refresh();
		assertThat(view.fresh().isUp("one")).isTrue();
		assertThat(joined()).containsExactly("one");
	}

	@Test
	void anErrorInAReadingEndsNoPoll() {
		try (LiveViews views = new LiveViews(before("read", failing(3, 50)), POLL, Clock.systemUTC(),
				List.of(this.events::add))) {
			LiveView view = views.of("group");
			await().atMost(SOON).until(() -> this.readings.get() >= 3 && view.get().stale());
			await().atMost(SOON).until(() -> this.readings.get() > 50 && !view.get().stale());
		}
	}

	@Test
	void anErrorOfAWatchEndsNoPoll() {
		try (LiveViews views = new LiveViews(before("watch", failingAt(1)), Duration.ofMinutes(1), Clock.systemUTC(),
				List.of(this.events::add))) {
			LiveView view = views.of("group");
			await().atMost(SOON).until(() -> this.readings.get() == 1 && !view.get().stale());
			view.readAtOnce();
			await().atMost(SOON).until(() -> this.readings.get() == 2);
		}
	}

	/** The comparison of two readings throws, so that neither event nor view is lost. */
	@Test
	void anErrorWhileEventsAreDeliveredLosesNone() {
		List<Member> members = new ArrayList<>(List.of(member("one")));
		LiveView view = view(driver("read", (answer) -> new GroupListing(List.copyOf(members), Map.of())));
		view.refresh();
		members.set(0, member("one"));
		members.add(member("two"));
		this.readings.set(-1);
		view.refresh();
		assertThat(view.get().stale()).isTrue();
		assertThat(joined()).containsExactly("one");
		List<String> later = new CopyOnWriteArrayList<>();
		view.add((event) -> later.add(event.member().id()));
		view.refresh();
		assertThat(view.fresh().members()).hasSize(2);
		assertThat(joined()).containsExactly("one", "two");
		view.refresh();
		assertThat(joined()).containsExactly("one", "two");
		await().atMost(SOON).untilAsserted(() -> assertThat(later).containsExactly("one", "two"));
	}

	/**
	 * Returns a member whose comparison throws while the count of readings is negative.
	 */
	private Member member(String id) {
		Object bomb = new Object() {

			@Override
			public boolean equals(Object other) {
				if (LiveViewErrorTests.this.readings.getAndIncrement() < 0) {
					throw new OutOfMemoryError("on purpose");
				}
				return true;
			}

			@Override
			public int hashCode() {
				return 1;
			}

		};
		return Member.of(id, Instant.EPOCH).withCapabilities(Map.of("bomb", bomb));
	}

	@Test
	void anOldReadingIsStaleWhenItIsAskedFor() {
		LiveView view = view(this.files);
		view.refresh();
		long limit = GroupFollower.maxAge(Duration.ofSeconds(1), this.files.timeouts().shortest()).toNanos();
		this.nanos += limit - 1;
		assertThat(view.fresh().isUp("one")).isTrue();
		assertThat(view.peek().stale()).isFalse();
		this.nanos++;
		assertThat(view.peek().stale()).isTrue();
		assertThat(view.get().stale()).isTrue();
		assertThat(view.get().isUp("one")).isTrue();
		assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(view::fresh)
			.withMessageContaining("The last reading is stale");
		view.refresh();
		assertThat(view.fresh().isUp("one")).isTrue();
		assertThat(joined()).containsExactly("one");
	}

	@Test
	void aReadingThatHangsDoesNotLookFresh() {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		ServiceGroupDriver driver = before("read", () -> {
			if (this.readings.incrementAndGet() == 3) {
				hanging.countDown();
				awaitOpen(goOn);
			}
		});
		try (LiveServiceGroupAPI api = new LiveServiceGroupAPI(driver, null, POLL, List.of())) {
			assertThat(api.serviceIsUp("group", "one")).isTrue();
			awaitOpen(hanging);
			await().atMost(SOON).until(() -> api.view("group").stale());
			assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> api.serviceIsUp("group", "one"));
			assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(() -> api.getAll("group"));
			assertThat(api.getStatus().views().get("group").stale()).isTrue();
			goOn.countDown();
			await().atMost(SOON).until(() -> !api.view("group").stale());
		}
	}

	/** As a call of a file system may hang, for which there is no deadline. */
	@Test
	void aHeartbeatThatHangsDoesNotPreventAStop() {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		ServiceGroupDriver driver = before("heartbeat", () -> {
			hanging.countDown();
			boolean open = false;
			while (!open) {
				try {
					goOn.await();
					open = true;
				}
				catch (InterruptedException ex) {
					// The call of the operating system does not end.
				}
			}
		});
		LiveServiceGroupAPI api = new LiveServiceGroupAPI(driver, null, POLL, List.of());
		api.want("group", Map.of());
		api.start();
		awaitOpen(hanging);
		assertTimeoutPreemptively(Duration.ofSeconds(20), api::stop);
		goOn.countDown();
		api.close();
	}

	private static void awaitOpen(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void askingAllocatesNothing() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		LiveView view = view(this.files);
		view.refresh();
		GroupView first = view.fresh();
		int up = 0;
		long allocated = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < 100_000; i++) {
			up += view.fresh().isUp("one") ? 1 : 0;
		}
		allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
		assertThat(up).isEqualTo(100_000);
		assertThat(view.fresh()).isSameAs(first);
		assertThat(allocated).isLessThan(100_000);
	}

	@Test
	void aSourceWatchWithoutAThreadIsRetried() {
		AtomicInteger opened = new AtomicInteger();
		try (SourceWatch watch = new SourceWatch(before("watch", opened::incrementAndGet), "group", () -> {
		})) {
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> watch.open((work) -> {
				throw new OutOfMemoryError("on purpose");
			}));
			watch.open(Runnable::run);
			assertThat(opened).hasValue(1);
		}
	}

	@Test
	void aGroupThatCannotBeReadWhenItIsLeftIsFollowedUntilItCan() {
		AtomicBoolean failing = new AtomicBoolean();
		ServiceGroupDriver driver = before("read", () -> {
			if (failing.get()) {
				throw new ServiceGroupUnavailableException("The test makes this reading fail", null);
			}
		});
		try (LiveViews views = new LiveViews(driver, POLL, Clock.systemUTC(), List.of())) {
			await().atMost(SOON).until(() -> views.of("group").peek() != null);
			failing.set(true);
			views.left("group");
			assertThat(views.peek()).containsOnlyKeys("group");
			failing.set(false);
			await().atMost(SOON).until(() -> views.peek().isEmpty());
		}
	}

}
