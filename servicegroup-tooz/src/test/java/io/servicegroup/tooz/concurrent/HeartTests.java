package io.servicegroup.tooz.concurrent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import com.google.common.util.concurrent.Uninterruptibles;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that only stopping ends a heart, and when it sends heartbeats.
 */
@Timeout(30)
class HeartTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	/** When heartbeats began, in nanoseconds. */
	private final List<Long> beats = new CopyOnWriteArrayList<>();

	private Heart heart;

	@AfterEach
	void stopHeart() {
		assertThat(this.heart.stop(TIMEOUT)).isTrue();
	}

	private void start(Runnable work, Supplier<Duration> interval) {
		create(work, interval);
		this.heart.start();
	}

	private void create(Runnable work, Supplier<Duration> interval) {
		this.heart = new Heart("heart-test", () -> {
			this.beats.add(System.nanoTime());
			work.run();
		}, interval);
	}

	private static void nothing() {
	}

	private static ConditionFactory soon() {
		return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(5));
	}

	private void awaitBeats(int count) {
		soon().untilAsserted(() -> assertThat(this.beats).hasSizeGreaterThanOrEqualTo(count));
	}

	private void assertNoFurtherBeat(Duration time) {
		int before = this.beats.size();
		await().atMost(TIMEOUT).during(time).until(() -> this.beats.size() == before);
	}

	/**
	 * Returns the times between heartbeats; compare them with a margin, as a busy machine
	 * may record a heartbeat late.
	 */
	private List<Duration> gaps() {
		List<Long> moments = List.copyOf(this.beats);
		List<Duration> gaps = new ArrayList<>();
		for (int i = 1; i < moments.size(); i++) {
			gaps.add(Duration.ofNanos(moments.get(i) - moments.get(i - 1)));
		}
		return gaps;
	}

	private static Thread thread() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("heart-test"))
			.findFirst()
			.orElse(null);
	}

	@Test
	void beatsAtOnceAndThenOnlyWhenDue() {
		start(HeartTests::nothing, () -> NEVER);
		awaitBeats(1);
		assertNoFurtherBeat(Duration.ofMillis(300));
		assertThat(thread().isDaemon()).isTrue();
	}

	@Test
	void theIntervalCountsFromStartToStart() {
		start(() -> LockSupport.parkNanos(Duration.ofMillis(150).toNanos()), () -> Duration.ofMillis(300));
		awaitBeats(6);
		assertThat(gaps()).allMatch((gap) -> gap.compareTo(Duration.ofMillis(200)) >= 0);
		assertThat(gaps()).anyMatch((gap) -> gap.compareTo(Duration.ofMillis(400)) < 0);
	}

	@Test
	void theIntervalIsReadAfterEachBeat() {
		start(HeartTests::nothing, () -> (this.beats.size() < 3) ? Duration.ofMillis(1) : NEVER);
		awaitBeats(3);
		assertNoFurtherBeat(Duration.ofMillis(300));
	}

	@Test
	void exceptionsAndErrorsAreRetriedWithinASecond() {
		List<Throwable> failures = List.of(new IllegalStateException("test"), new OutOfMemoryError("test"),
				new StackOverflowError("test"), new NoClassDefFoundError("test"));
		start(() -> {
			int number = this.beats.size() - 1;
			if (number < failures.size()) {
				HeartTests.<RuntimeException>throwUnchecked(failures.get(number));
			}
		}, () -> NEVER);
		awaitBeats(5);
		assertThat(gaps()).allMatch((gap) -> gap.compareTo(Duration.ofMillis(500)) > 0);
		assertThat(gaps()).anyMatch((gap) -> gap.compareTo(Duration.ofMillis(1300)) < 0);
		assertNoFurtherBeat(Duration.ofMillis(1200));
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void throwUnchecked(Throwable failure) throws T {
		throw (T) failure;
	}

	@Test
	void aFailedBeatIsRetriedAfterAFifthOfTheInterval() {
		start(() -> {
			throw new IllegalStateException("test");
		}, () -> Duration.ofSeconds(1));
		awaitBeats(6);
		assertThat(gaps()).allMatch((gap) -> gap.compareTo(Duration.ofMillis(100)) >= 0);
		assertThat(gaps()).anyMatch((gap) -> gap.compareTo(Duration.ofMillis(300)) < 0);
	}

	@Test
	void anIntervalThatThrowsIsRetried() {
		start(HeartTests::nothing, () -> {
			throw new IllegalStateException("test");
		});
		awaitBeats(3);
		assertThat(gaps()).allMatch((gap) -> gap.compareTo(Duration.ofMillis(700)) >= 0);
	}

	@Test
	void beatNowBeatsAtOnce() {
		start(HeartTests::nothing, () -> NEVER);
		awaitBeats(1);
		this.heart.beatNow();
		awaitBeats(2);
		this.heart.beatNow();
		awaitBeats(3);
		assertNoFurtherBeat(Duration.ofMillis(200));
	}

	@Test
	void beatNowDuringABeatBeatsOnceMore() {
		CountDownLatch proceed = new CountDownLatch(1);
		start(() -> awaitLatch(proceed), () -> NEVER);
		awaitBeats(1);
		this.heart.beatNow();
		this.heart.beatNow();
		proceed.countDown();
		awaitBeats(2);
		assertNoFurtherBeat(Duration.ofMillis(200));
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void stopWaitsForTheCurrentBeatAndNoneFollows() {
		CountDownLatch proceed = new CountDownLatch(1);
		start(() -> awaitLatch(proceed), () -> Duration.ofMillis(1));
		awaitBeats(1);
		CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> this.heart.stop(TIMEOUT));
		await().atMost(TIMEOUT).during(Duration.ofMillis(300)).until(() -> !stopped.isDone());
		proceed.countDown();
		assertThat(stopped.join()).isTrue();
		this.heart.beatNow();
		assertNoFurtherBeat(Duration.ofMillis(200));
		assertThat(this.beats).hasSize(1);
	}

	@Test
	void stopInterruptsABeatThatHangs() {
		start(() -> awaitLatch(new CountDownLatch(1)), () -> Duration.ofMillis(1));
		awaitBeats(1);
		assertThat(this.heart.stop(Duration.ofSeconds(3))).isTrue();
		assertThat(this.beats).hasSize(1);
	}

	@Test
	void stopReturnsFalseAfterItsTimeout() {
		CountDownLatch proceed = new CountDownLatch(1);
		start(() -> Uninterruptibles.awaitUninterruptibly(proceed), () -> Duration.ofMillis(1));
		awaitBeats(1);
		assertThat(this.heart.stop(Duration.ofMillis(50))).isFalse();
		proceed.countDown();
		assertThat(this.heart.stop(TIMEOUT)).isTrue();
		assertThat(this.beats).hasSize(1);
	}

	@Test
	void closeEndsAnIdleHeart() {
		start(HeartTests::nothing, () -> NEVER);
		awaitBeats(1);
		this.heart.close();
		soon().until(() -> thread() == null);
		assertThat(this.beats).hasSize(1);
	}

	@Test
	void aHeartStoppedBeforeItsStartNeverBeats() {
		create(HeartTests::nothing, () -> Duration.ofMillis(1));
		assertThat(this.heart.stop(TIMEOUT)).isTrue();
		this.heart.start();
		soon().until(() -> thread() == null);
		assertThat(this.beats).isEmpty();
	}

	@Test
	void anInterruptDoesNotEndTheHeart() {
		start(() -> Thread.currentThread().interrupt(), () -> Duration.ofMillis(60));
		awaitBeats(3);
		thread().interrupt();
		int before = this.beats.size();
		awaitBeats(before + 3);
		assertThat(gaps()).allMatch((gap) -> gap.compareTo(Duration.ofMillis(20)) >= 0);
	}

}
