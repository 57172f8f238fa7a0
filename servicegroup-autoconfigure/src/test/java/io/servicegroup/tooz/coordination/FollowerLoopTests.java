package io.servicegroup.tooz.coordination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tooz.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class FollowerLoopTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final Duration SILENCE = StoreSilence.limit(Duration.ofSeconds(4));

	private final FollowerLoop loop = new FollowerLoop("follower-loop-test");

	private final CountDownLatch goOn = new CountDownLatch(1);

	private volatile boolean silent;

	@AfterEach
	void close() {
		this.goOn.countDown();
		this.loop.close();
	}

	/** A group that hangs, as a large one does whose answer takes long to arrive. */
	@Test
	void aGroupThatTakesLongDelaysNoOtherAndMakesNoOtherStale() {
		Counted small = new Counted(() -> {
		});
		GroupFollower<Integer, String> follower = follow(small, Duration.ofHours(1));
		Counted large = new Counted(this::hang);
		GroupFollower<Integer, String> hanging = follow(large, Duration.ofMillis(100));
		await().atMost(SOON).until(() -> large.reads.get() == 1 && follower.last() != null);
		// Read again only to find out whether the store answers. A machine that lets no
		// thread run for a second makes it stale rightly, so there is time for further
		// attempts.
		await().during(SILENCE.multipliedBy(2)).atMost(SILENCE.multipliedBy(10)).until(() -> !follower.isStale());
		assertThat(hanging.isStale()).isTrue();
		assertThat(small.reads.get()).isBetween(2, 60);
		follower.lookAgain();
		int reads = small.reads.get();
		await().atMost(SOON).until(() -> small.reads.get() > reads);
	}

	@Test
	void aSilentStoreMakesEveryGroupStaleHoweverLongItsPoll() {
		List<GroupFollower<Integer, String>> followers = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			followers.add(follow(new Counted(this::answer), Duration.ofMinutes((i == 0) ? 0 : 10).plusMillis(200)));
		}
		await().atMost(SOON).until(() -> followers.stream().noneMatch(GroupFollower::isStale));
		this.silent = true;
		await().atMost(SILENCE.plusSeconds(1)).until(() -> followers.stream().allMatch(GroupFollower::isStale));
		this.silent = false;
		await().atMost(SOON).until(() -> !followers.get(0).isStale());
	}

	@Test
	void threadsFollowTheNumberOfGroups() {
		GroupFollower<Integer, String> one = follow(new Counted(() -> {
		}), Duration.ofMillis(10));
		await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> threads() == 1);
		GroupFollower<Integer, String> two = follow(new Counted(() -> {
		}), Duration.ofMillis(10));
		await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> threads() <= 3);
		this.loop.remove(one);
		this.loop.remove(two);
		// Idle readers would end after ten seconds.
		await().atMost(Duration.ofSeconds(5)).until(() -> threads() == 0);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("follower-loop-test"))
			.count();
	}

	private GroupFollower<Integer, String> follow(Counted source, Duration poll) {
		GroupFollower<Integer, String> follower = new GroupFollower<>("group", source, PollInterval.regular(poll),
				Clock.systemUTC(), this.loop.silence(), this.loop::wake);
		this.loop.add(follower);
		return follower;
	}

	private void hang() {
		try {
			this.goOn.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void answer() {
		if (this.silent) {
			try {
				Thread.sleep(SILENCE.dividedBy(3).toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			throw new StoreUnavailableException("silent on purpose", null);
		}
	}

	private static final class Counted extends StubSource<Integer> {

		private final Runnable answer;

		private final AtomicInteger reads = new AtomicInteger();

		Counted(Runnable answer) {
			this.answer = answer;
		}

		@Override
		public Integer read(Instant asOf) {
			int count = this.reads.incrementAndGet();
			this.answer.run();
			return count;
		}

		@Override
		public List<String> difference(@Nullable Integer before, Integer now) {
			return List.of();
		}

	}

}
