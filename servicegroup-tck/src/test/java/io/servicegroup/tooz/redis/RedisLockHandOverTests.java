package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A released lock is handed over by push; polls stand behind it. */
class RedisLockHandOverTests extends RedisFixture {

	private static final String CHANNEL = "_tooz_changed:_tooz_name_lock";

	private static final Duration LONG = Duration.ofSeconds(20);

	private final BlockingQueue<Long> acquired = new LinkedBlockingQueue<>();

	@BeforeEach
	void forget() {
		this.acquired.clear();
	}

	@Test
	void aReleaseIsHandedOverWithoutWaitingForAPoll() throws Exception {
		DistributedLock held = coordinator("one").getLock("name");
		Coordinator two = coordinator("two");
		List<Long> micros = new ArrayList<>();
		List<Long> uncontended = new ArrayList<>();
		for (int i = 0; i < 21; i++) {
			long start = System.nanoTime();
			assertThat(held.acquire(LONG)).isTrue();
			held.release();
			uncontended.add((System.nanoTime() - start) / 1000);
			assertThat(held.acquire(LONG)).isTrue();
			DistributedLock wanted = two.getLock("name");
			Thread waiter = waiting(wanted);
			long begun = System.nanoTime();
			assertThat(held.release()).isTrue();
			Long at = this.acquired.poll(10, TimeUnit.SECONDS);
			assertThat(at).isNotNull();
			micros.add((at - begun) / 1000);
			// Otherwise this thread would wait as well, and subscribe.
			waiter.join();
		}
		micros.sort(null);
		uncontended.sort(null);
		// By polls it would be some 500 times as long.
		assertThat(micros.get(micros.size() / 2)).as("median in µs of %s", micros)
			.isLessThan(40 * uncontended.get(uncontended.size() / 2));
	}

	@Test
	void aBrokenLockIsHandedOver() throws Exception {
		Coordinator one = coordinator("one");
		assertThat(one.getLock("name").acquire(false)).isTrue();
		waiting(coordinator("two").getLock("name"));
		long begun = System.nanoTime();
		assertThat(one.getLock("name").breakLock()).isTrue();
		assertThat(this.acquired.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
	}

	/** Each waiter tries once for a release, and the polls go on with jitter. */
	@Test
	void aHandOverCostsEachWaiterAConstant() throws Exception {
		int waiters = 50;
		DistributedLock held = coordinator("one").getLock("name");
		assertThat(held.acquire(false)).isTrue();
		Coordinator two = coordinator("two");
		CountDownLatch done = new CountDownLatch(waiters);
		for (int i = 0; i < waiters; i++) {
			DistributedLock lock = two.getLock("name");
			start(() -> {
				assertThat(lock.acquire(LONG)).isTrue();
				lock.release();
				done.countDown();
			});
		}
		await().until(() -> subscriptions() == 1);
		long before = scripts();
		long begun = System.nanoTime();
		held.release();
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
		long polls = (System.nanoTime() - begun) / TimeUnit.MILLISECONDS.toNanos(50) + 1;
		// Per hand-over at most a try by each waiter and a release; two tries around the
		// first subscription.
		assertThat(scripts() - before).isLessThanOrEqualTo(waiters * (waiters + 3L) + polls * waiters);
	}

	@Test
	void theWaitersOfAProcessShareOneSubscriptionWhichEnds() throws Exception {
		DistributedLock held = coordinator("one").getLock("name");
		assertThat(held.acquire(false)).isTrue();
		Coordinator two = coordinator("two");
		waiting(two.getLock("name"));
		DistributedLock other = two.getLock("name");
		start(() -> {
			other.acquire(Duration.ofSeconds(1));
			this.acquired.add(System.nanoTime());
		});
		await().until(() -> subscriptions() == 1);
		assertThat(this.acquired.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(subscriptions()).isEqualTo(1);
		held.release();
		assertThat(this.acquired.poll(10, TimeUnit.SECONDS)).isNotNull();
		await().atMost(Duration.ofSeconds(12)).until(() -> subscriptions() == 0);
	}

	/** A holder in Python or of an earlier build publishes nothing. */
	@Test
	void aReleaseThatIsNotPublishedIsFoundByAPoll() throws Exception {
		this.probe.command("SET", "_tooz_name_lock", "python", "PX", "60000");
		waiting(coordinator("two").getLock("name"));
		this.probe.command("DEL", "_tooz_name_lock");
		assertThat(this.acquired.poll(1, TimeUnit.SECONDS)).isNotNull();
	}

	@Test
	void aWaiterWhoseSubscriptionIsRefusedPolls() throws Exception {
		this.probe.command("ACL", "SETUSER", "polls", "on", ">password", "allkeys", "resetchannels", "+@all");
		DistributedLock held = coordinator("one").getLock("name");
		assertThat(held.acquire(false)).isTrue();
		DistributedLock wanted = started(this.server.url("timeout=4").replace("//", "//polls:password@"), "two")
			.getLock("name");
		start(() -> {
			if (wanted.acquire(LONG)) {
				this.acquired.add(System.nanoTime());
				wanted.release();
			}
		});
		assertThat(this.acquired.poll(300, TimeUnit.MILLISECONDS)).isNull();
		held.release();
		assertThat(this.acquired.poll(1, TimeUnit.SECONDS)).isNotNull();
	}

	/** Starts to wait for the lock, and returns when its release would be pushed. */
	private Thread waiting(DistributedLock lock) {
		Thread thread = start(() -> {
			if (lock.acquire(LONG)) {
				this.acquired.add(System.nanoTime());
				lock.release();
			}
		});
		await().pollInterval(Duration.ofMillis(5))
			.until(() -> subscriptions() == 1 && thread.getState() == Thread.State.TIMED_WAITING);
		return thread;
	}

	private static Thread start(Runnable work) {
		Thread thread = new Thread(work);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private int subscriptions() {
		return Integer.parseInt(String.valueOf(((List<?>) this.probe.command("PUBSUB", "NUMSUB", CHANNEL)).get(1)));
	}

	/** Returns how many scripts the server has run. */
	private long scripts() {
		return Arrays.stream(this.probe.text("INFO", "commandstats").split("\r?\n"))
			.filter((line) -> line.matches("cmdstat_eval(sha)?:.*"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll(".*calls=(\\d+),.*", "$1")))
			.sum();
	}

}
