package io.servicegroup.tooz.coordination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.AsyncListener;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class GroupFollowerTests {

	private final List<String> told = new ArrayList<>();

	private final AtomicInteger wakes = new AtomicInteger();

	private Supplier<List<String>> store = () -> List.of("a");

	private long nanos;

	/** By which part of its range each poll is early. */
	private double random;

	private Runnable push = () -> {
	};

	private final GroupFollower<List<String>, String> follower = new GroupFollower<>("group", new Letters(),
			new PollInterval(Duration.ofSeconds(1), () -> this.random), Clock.systemUTC(),
			new StoreSilence(() -> this.nanos), this.wakes::incrementAndGet);

	private Runnable opening = () -> {
	};

	@Test
	void theReadingIsFreshWhileTheWatchIsOpened() {
		List<Boolean> stale = new ArrayList<>();
		this.opening = () -> {
			this.nanos += Duration.ofSeconds(2).toNanos();
			stale.add(this.follower.isStale());
		};
		this.follower.refresh();
		assertThat(stale).containsExactly(false);
		assertThat(this.follower.isStale()).isFalse();
	}

	@Test
	void theVersionIncreasesWithEachChange() {
		this.follower.refresh();
		long first = this.follower.last().version();
		this.follower.refresh();
		assertThat(this.follower.last().version()).isEqualTo(first);
		this.store = () -> List.of("a", "b");
		this.follower.refresh();
		assertThat(this.follower.last().version()).isEqualTo(first + 1);
	}

	@Test
	void aRequestDuringAReadCausesAnotherRead() {
		this.follower.refresh();
		this.wakes.set(0);
		this.store = () -> {
			this.follower.lookAgain();
			return List.of("a");
		};
		this.follower.refresh();
		assertThat(this.wakes).hasValue(1);
		assertThat(this.follower.nanosUntilDue()).isZero();
	}

	@Test
	void afterAFailureTheGroupIsReadMoreOftenForAWhile() {
		this.follower.refresh();
		this.follower.refresh();
		assertThat(this.follower.nanosUntilDue()).isEqualTo(Duration.ofSeconds(1).toNanos());
		this.store = () -> {
			throw new OutOfMemoryError("on purpose");
		};
		this.follower.refresh();
		this.store = () -> List.of("a");
		assertThat(this.follower.isStale()).isTrue();
		assertThat(this.follower.nanosUntilDue()).isEqualTo(Duration.ofMillis(250).toNanos());
		this.nanos += Duration.ofSeconds(5).toNanos();
		this.follower.refresh();
		assertThat(this.follower.isStale()).isFalse();
		assertThat(this.follower.nanosUntilDue()).isEqualTo(Duration.ofSeconds(1).toNanos());
	}

	@Test
	void pollsAreEarlyAtRandomAndNeverLate() {
		this.random = 1;
		refreshTwice();
		assertThat(this.follower.nanosUntilDue()).as("of the first second").isEqualTo(millis(200));
		this.random = 0.5;
		this.follower.refresh();
		assertThat(this.follower.nanosUntilDue()).isEqualTo(millis(600));
		this.nanos += millis(1000);
		this.follower.refresh();
		assertThat(this.follower.nanosUntilDue()).as("of later ones").isEqualTo(millis(900));
		this.random = 1;
		this.follower.refresh();
		assertThat(this.follower.nanosUntilDue()).isEqualTo(millis(800));
		this.follower.expectChanges();
		this.follower.refresh();
		assertThat(this.follower.nanosUntilDue()).isEqualTo(millis(200));
		PollInterval interval = PollInterval.upTo(Duration.ofSeconds(1));
		assertThat(IntStream.range(0, 10_000).mapToLong((i) -> interval.next(false)).summaryStatistics())
			.satisfies((times) -> assertThat(times.getMax()).isBetween(millis(990), millis(1000)))
			.satisfies((times) -> assertThat(times.getMin()).isBetween(millis(800), millis(810)));
	}

	/** The first read opens the watch, which pushes once. */
	private void refreshTwice() {
		this.follower.refresh();
		this.follower.refresh();
	}

	private static long millis(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

	@Test
	void pushesThatFollowEachOtherAreReadTogether() {
		this.follower.refresh();
		// The watch is open now, and has pushed once.
		assertThat(this.follower.nanosUntilDue()).isZero();
		this.follower.refresh();
		this.push.run();
		this.push.run();
		assertThat(this.follower.nanosUntilDue()).isEqualTo(Duration.ofMillis(100).toNanos());
		this.nanos += Duration.ofMillis(300).toNanos();
		this.follower.refresh();
		this.nanos += Duration.ofMillis(300).toNanos();
		this.push.run();
		assertThat(this.follower.nanosUntilDue()).isZero();
	}

	@Test
	void aPushShortlyAfterAPollIsReadAtOnce() {
		refreshTwice();
		this.nanos += Duration.ofMillis(800).toNanos();
		this.follower.refresh();
		this.nanos += Duration.ofMillis(1).toNanos();
		this.push.run();
		assertThat(this.follower.nanosUntilDue()).isZero();
	}

	@Test
	void aListenerThatIsFarBehindReceivesTheDifferenceToWhatItHeardLast() {
		CountDownLatch goOn = new CountDownLatch(1);
		List<String> heard = new CopyOnWriteArrayList<>();
		this.follower.add(new AsyncListener<>("late", (event) -> {
			heard.add(event);
			awaitOpen(goOn);
		}), true);
		int changes = 10_000;
		for (int i = 0; i <= changes; i++) {
			String member = "m" + i;
			this.store = () -> List.of("a", member);
			this.follower.refresh();
		}
		goOn.countDown();
		await().atMost(Duration.ofSeconds(10)).until(() -> heard.contains("+m" + changes));
		Set<String> present = new TreeSet<>();
		heard.forEach((event) -> assertThat(
				event.startsWith("+") ? present.add(event.substring(1)) : present.remove(event.substring(1)))
			.as(event)
			.isTrue());
		assertThat(present).containsExactly("a", "m" + changes);
		assertThat(heard).hasSizeBetween(1000, 1100);
		this.follower.close();
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
	void anInterruptOfAReadMakesNoReadingStale() {
		this.follower.refresh();
		this.store = () -> {
			throw new CoordinationInterruptedException("Interrupted on purpose", null);
		};
		assertThatExceptionOfType(CoordinationInterruptedException.class).isThrownBy(this.follower::refresh);
		assertThat(this.follower.isStale()).isFalse();
		assertThat(this.follower.nanosUntilDue()).isZero();
	}

	private final class Letters extends StubSource<List<String>> {

		@Override
		public List<String> read(Instant asOf) {
			return GroupFollowerTests.this.store.get();
		}

		@Override
		public Registration watch(Runnable lookAgain) {
			GroupFollowerTests.this.opening.run();
			GroupFollowerTests.this.push = lookAgain;
			return super.watch(lookAgain);
		}

		@Override
		public List<String> difference(@Nullable List<String> before, List<String> now) {
			List<String> events = new ArrayList<>();
			List<String> old = (before != null) ? before : List.of();
			new TreeSet<>(old).stream().filter((one) -> !now.contains(one)).forEach((one) -> events.add("-" + one));
			new TreeSet<>(now).stream().filter((one) -> !old.contains(one)).forEach((one) -> events.add("+" + one));
			return events;
		}

	}

}
