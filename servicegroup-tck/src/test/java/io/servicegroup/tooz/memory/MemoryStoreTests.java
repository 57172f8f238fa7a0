package io.servicegroup.tooz.memory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryStore.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests the operations of {@link MemoryStore} for tests.
 */
class MemoryStoreTests extends StoreFixture {

	private static final Duration SOON = Duration.ofSeconds(2);

	private final AtomicInteger calls = new AtomicInteger();

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@AfterEach
	void heal() {
		store().heal();
	}

	private MemoryStore store() {
		return ((MemoryServer) this.server).store();
	}

	/** Makes a change and waits until a watch is called. */
	private void pushes(Runnable change) {
		int before = this.calls.get();
		change.run();
		within(SOON).until(() -> this.calls.get() > before);
	}

	private void doesNotPush(Runnable change) {
		int before = this.calls.get();
		change.run();
		within(SOON).during(Duration.ofMillis(200)).until(() -> this.calls.get() == before);
	}

	private Registration watch(Coordinator observer) {
		Registration[] watch = new Registration[1];
		pushes(() -> watch[0] = observer.watch(this.group, this.calls::incrementAndGet));
		return watch[0];
	}

	@Test
	void entriesThatAreNotRenewedExpireWhenTheClockAdvances() {
		Coordinator silent = longLived("silent");
		silent.joinGroupCreate(this.group, null);
		DistributedLock lock = silent.getLock(this.group);
		lock.acquire();
		Coordinator other = longLived("other");
		other.joinGroup(this.group, null);
		watch(other);
		doesNotPush(() -> store().advance(Duration.ofSeconds(30)));
		assertThat(other.getMembers(this.group)).containsExactlyInAnyOrder("silent", "other");
		other.heartbeat();
		pushes(() -> store().advance(Duration.ofSeconds(30)));
		assertThat(other.getMembers(this.group)).containsExactly("other");
		assertThat(other.getLock(this.group).acquire(false)).isTrue();
		silent.heartbeat();
		assertThat(lock.isAcquired()).isFalse();
		assertThat(other.getMembers(this.group)).containsExactlyInAnyOrder("silent", "other");
	}

	@Test
	void whileTimeElapsesOnlySilentAndRefusedMembersExpire() {
		Coordinator live = longLived("live");
		live.joinGroupCreate(this.group, null);
		DistributedLock lock = live.getLock(this.group);
		lock.acquire();
		longLived("silent").joinGroup(this.group, null);
		longLived("refused").joinGroup(this.group, null);
		store().fail(Failure.READ_ONLY, "refused");
		store().elapse(Duration.ofSeconds(30), "silent");
		assertThat(live.getMembers(this.group)).containsExactlyInAnyOrder("live", "silent", "refused");
		store().elapse(Duration.ofSeconds(30), "silent");
		assertThat(live.getMembers(this.group)).containsExactly("live");
		assertThat(lock.isStillOwner()).isTrue();
	}

	@Test
	void theClockAdvancesInRealTime() {
		joined("silent", null);
		Coordinator other = coordinator("other");
		within(timeout().plusSeconds(1)).until(() -> other.getMembers(this.group).isEmpty());
	}

	@Test
	void anExpiredMemberRejoinsWithItsNextHeartbeat() {
		Coordinator one = joined("one", Map.of("v", 1L));
		Coordinator two = joined("two", null);
		DistributedLock lock = one.getLock(this.group);
		lock.acquire();
		watch(two);
		pushes(() -> store().expire("one"));
		assertThat(two.getMembers(this.group)).containsExactly("two");
		assertThat(two.getLock(this.group).acquire(false)).isTrue();
		assertThat(lock.isStillOwner()).isFalse();
		pushes(one::heartbeat);
		assertThat(two.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 1L));
	}

	@Test
	void anUnavailableStoreRefusesEachCallUntilItIsHealed() {
		Coordinator one = joined("one", null);
		watch(one);
		store().fail(Failure.UNAVAILABLE);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::heartbeat)
			.withMessage(store() + " cannot be reached: a test made it unavailable");
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> one.watch(this.group, this.calls::incrementAndGet));
		doesNotPush(() -> store().expire("one"));
		pushes(store()::heal);
		one.heartbeat();
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void aReadOnlyStoreAllowsReadsAndRefusesHeartbeats() {
		Coordinator one = joined("one", null);
		store().fail(Failure.READ_ONLY);
		assertThat(one.getMembers(this.group)).containsExactly("one");
		assertThat(one.getLeader(this.group)).isEmpty();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::heartbeat)
			.withMessageContaining("refuses to write");
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> one.setAnnotation(this.group, "key", "text"));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> one.getLock(this.group).acquire(false));
	}

	@Test
	void callsToASilentStoreWaitUntilTheirDeadlineOrHeal() {
		Coordinator one = joined("one", null);
		store().fail(Failure.SILENT);
		long begun = System.nanoTime();
		assertThatExceptionOfType(OperationTimeoutException.class).isThrownBy(() -> one.getMembers(this.group));
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(timeout().dividedBy(4), timeout());
		CompletableFuture<Object> waiting = async(() -> longLived("two").getMembers(this.group));
		assertThat(waiting).isNotDone();
		store().heal();
		assertThat(waiting).succeedsWithin(SOON);
	}

	@Test
	void failuresOfOneMemberDoNotAffectOthers() {
		Coordinator one = joined("one", null);
		Coordinator two = joined("two", null);
		watch(one);
		store().fail(Failure.UNAVAILABLE, "one");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::heartbeat);
		two.heartbeat();
		doesNotPush(() -> two.leaveGroup(this.group));
		store().fail(Failure.READ_ONLY);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::getGroups);
		assertThat(two.getGroups()).containsExactly(this.group);
		pushes(store()::heal);
	}

	@Test
	void aDelayedAnswerIsLostAfterTheDeadlineAlthoughTheCallTookEffect() {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		Coordinator two = coordinator("two");
		store().delay(Duration.ofMillis(100), "one");
		long begun = System.nanoTime();
		one.getGroups();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
		store().delay(LONG, "one");
		assertThatExceptionOfType(OperationTimeoutException.class).isThrownBy(() -> one.joinGroup(this.group, null));
		assertThat(two.getMembers(this.group)).containsExactly("one");
		store().heal();
		one.joinGroup(this.group, null);
		assertThat(two.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void clearDeletesAllDataAndKeepsFencingTokensIncreasing() {
		Coordinator one = joined("one", null);
		watch(one);
		DistributedLock lock = one.getLock(this.group);
		lock.acquire();
		long token = lock.fencingToken().getAsLong();
		one.setAnnotation(this.group, "key", "text");
		pushes(store()::clear);
		assertThat(one.getGroups()).isEmpty();
		assertThat(one.getAnnotations(this.group)).isEmpty();
		assertThat(lock.isStillOwner()).isFalse();
		lock.acquire();
		assertThat(lock.fencingToken().getAsLong()).isGreaterThan(token);
	}

	@Test
	void aStoreExistsUntilItIsClosed() {
		String url = "memory://closed-" + this.group + "?timeout=5";
		started(url, "one").createGroup("kept");
		Coordinators.get(url, "two").close();
		Coordinator three = started(url, "three");
		assertThat(three.getGroups()).containsExactly("kept");
		MemoryStore.named("closed-" + this.group).close();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(three::getGroups);
		assertThat(started(url, "four").getGroups()).isEmpty();
		MemoryStore.named("closed-" + this.group).close();
	}

	@Test
	void changesArePushedToTheGroupsWatches() throws Exception {
		Coordinator other = coordinator("other");
		Coordinator observer = coordinator("observer");
		Registration watch = watch(observer);
		pushes(() -> other.joinGroupCreate(this.group, null));
		pushes(() -> other.updateCapabilities(this.group, Map.of("v", 1L)));
		doesNotPush(other::heartbeat);
		doesNotPush(() -> other.createGroup("another"));
		pushes(() -> other.leaveGroup(this.group));
		watch.close();
		doesNotPush(() -> other.joinGroup(this.group, null));
		watch(observer);
		observer.stop();
		assertThat(store().watches()).isEmpty();
	}

	@Test
	void aWatchThatHangsOrThrowsDoesNotAffectOthers() {
		Coordinator observer = coordinator("observer");
		CompletableFuture<Void> never = new CompletableFuture<>();
		observer.watch(this.group, never::join);
		observer.watch(this.group, () -> {
			throw new IllegalStateException("on purpose");
		});
		watch(observer);
		Coordinator other = coordinator("other");
		try {
			pushes(() -> other.joinGroupCreate(this.group, null));
			pushes(() -> other.leaveGroup(this.group));
		}
		finally {
			never.complete(null);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory://", "memory:///path", "memory://a,b", "memory://a:1", "memory://a/path",
			"memory://user:secret@a" })
	void aUrlMustBeASingleName(String url) {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse(url))
			.withMessageContaining("is not the name of a store")
			.withMessageNotContaining("secret");
	}

}
