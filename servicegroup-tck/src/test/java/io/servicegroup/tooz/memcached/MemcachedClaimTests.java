package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.memcached.client.Item;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Claims of member ids among Python members, which do not know the holder key.
 */
class MemcachedClaimTests extends MemcachedFixture {

	private static final String BEAT = "_TOOZ_MEMBER_one";

	private static final String HOLDER = "_TOOZ_HOLDER_one";

	@Test
	void theIdOfAPythonMemberIsRefused() {
		store(BEAT, Item.RAW, hex("It's alive!"));
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> one.joinGroupCreate(this.group, null))
			.withMessageContaining("such as '" + this.group + "-one'");
		assertThat(stored(HOLDER)).isNull();
		one.stop();
		assertThat(stored(BEAT)).isNotNull();
	}

	@Test
	void anEvictedHolderKeyIsOursUntilOurLastHeartbeatExpires() {
		Coordinator one = joined("one", null);
		String token = stored(HOLDER);
		evict(HOLDER);
		one.heartbeat();
		assertThat(stored(HOLDER)).isEqualTo(token);
		evict(HOLDER);
		one.leaveGroup(this.group);
		one.stop();
		assertThat(stored(BEAT)).isNull();
	}

	@Test
	void anEvictedHeartbeatKeyIsWrittenAgain() {
		Coordinator one = joined("one", null);
		evict(BEAT);
		one.heartbeat();
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void aPythonMemberThatHasTakenTheIdIsNotDisturbed() {
		Coordinator one = joined("one", null);
		await().atMost(Duration.ofSeconds(TIMEOUT + 2))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> stored(HOLDER) == null && stored(BEAT) == null);
		store(BEAT, Item.RAW, hex("It's alive!"));
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(one::heartbeat);
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> one.updateCapabilities(this.group, 1L));
		assertThatExceptionOfType(MemberNotJoinedException.class).isThrownBy(() -> one.leaveGroup(this.group));
		one.stop();
		assertThat(stored(BEAT)).isNotNull();
		assertThat(stored(HOLDER)).isNull();
	}

	@Test
	void anEarlierReleaseWithTheIdInAnotherGroupKeepsIt() {
		store(HOLDER, Item.RAW, hex("01234567-89ab-cdef-0123-456789abcdef"));
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> one.joinGroupCreate(this.group, null))
			.withMessageContaining("an earlier release")
			.withMessageContaining("such as '" + this.group + "-one'");
		one.stop();
		assertThat(stored(BEAT)).isNull();
		assertThat(stored(HOLDER)).isNotNull();
	}

	@Test
	void processesWithTheSameIdShareItsHeartbeat() {
		Coordinator one = joined("one", null);
		Coordinator longer = coordinator(this.server.url("timeout=60"), "one");
		longer.joinGroupCreate(this.group + "-b", null);
		one.heartbeat();
		one.stop();
		assertThat(stored(HOLDER)).isEqualTo("1:" + hex("see held 60 " + version(BEAT)));
		await().during(Duration.ofSeconds(TIMEOUT + 1))
			.atMost(Duration.ofSeconds(TIMEOUT + 10))
			.until(() -> stored(BEAT) != null && stored(HOLDER) != null);
		longer.stop();
		assertThat(stored(BEAT)).isNull();
		assertThat(stored(HOLDER)).isNull();
	}

	/** So Python, which only looks at the heartbeat, lists it no longer. */
	@Test
	void theEntryOfADeadMemberIsRemovedThoughItsIdLivesInAnotherGroup() {
		joined("one", null);
		Coordinator live = coordinator("one");
		live.joinGroupCreate(this.group + "-b", null);
		MemcachedKeys.signsOfLife(this.group, "one").forEach(this::evict);
		assertThat(live.getMembers(this.group)).isEmpty();
		assertThat(stored(MemcachedKeys.group(this.group))).isEqualTo("2:80");
		assertThat(live.getMembers(this.group + "-b")).containsExactly("one");
	}

	@Test
	void aPythonMemberWithTheIdInAnotherGroupIsNotRemoved() {
		Coordinator one = joined("one", null);
		Coordinator other = coordinator("one");
		other.joinGroupCreate(this.group + "-b", null);
		MemcachedKeys.signsOfLife(this.group + "-b", "one").forEach(this::evict);
		store(BEAT, Item.RAW, hex("It's alive!"));
		one.heartbeat();
		one.stop();
		assertThat(stored(BEAT)).isNotNull();
		assertThat(coordinator("two").getMembers(this.group + "-b")).containsExactly("one");
	}

	/** Only <em>touch</em> keeps the version, by which Java members know a heartbeat. */
	@Test
	void twoProcessesWriteTheHeartbeatOfToozOnce() {
		Coordinator one = joined("one", null);
		long added = version(BEAT);
		Coordinator other = coordinator("one");
		other.joinGroupCreate(this.group + "-b", null);
		for (Coordinator each : List.of(one, other, one)) {
			each.heartbeat();
			assertThat(stored(BEAT)).isEqualTo("1:" + hex("It's alive!"));
			assertThat(version(BEAT)).isEqualTo(added);
		}
	}

	@Test
	void theHeartbeatOfAPythonMemberExpiresAndIsThenAddedAgain() {
		Coordinator one = joined("one", null);
		Coordinator two = coordinator("two");
		try (MemcachedSocket socket = this.server.connect()) {
			socket.set(BEAT, Item.RAW, 2, "It's alive!".getBytes(StandardCharsets.UTF_8));
		}
		evict(HOLDER);
		long python = version(BEAT);
		await().atMost(Duration.ofSeconds(TIMEOUT)).pollInterval(Duration.ofMillis(100)).until(() -> {
			one.heartbeat();
			assertThat(two.getMembers(this.group)).containsExactly("one");
			long now = version(BEAT);
			return now != 0 && now != python;
		});
		assertThat(stored(HOLDER)).isEqualTo("1:" + hex("see held " + TIMEOUT + " " + version(BEAT)));
	}

	@Test
	void processesWithTheSameIdMayJoinAtTheSameTime() throws Exception {
		Coordinator one = coordinator("one");
		Coordinator other = coordinator("one");
		one.createGroup(this.group);
		one.createGroup(this.group + "-b");
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int i = 0; i < 50; i++) {
				for (Future<Object> each : threads
					.invokeAll(List.<Callable<Object>>of(Executors.callable(() -> one.joinGroup(this.group, null)),
							Executors.callable(() -> other.joinGroup(this.group + "-b", null))))) {
					each.get();
				}
				assertThat(stored(HOLDER)).isEqualTo("1:" + hex("see held " + TIMEOUT + " " + version(BEAT)));
				one.leaveGroup(this.group);
				other.leaveGroup(this.group + "-b");
				evict(BEAT);
				evict(HOLDER);
			}
		}
		finally {
			threads.shutdown();
		}
	}

	/** Another process has added the heartbeat, but has not recorded it yet. */
	@Test
	void aJoinWaitsUntilAnotherProcessHasRecordedItsHeartbeat() throws Exception {
		try (CommandCounter counter = new CommandCounter(this.server.port())) {
			Coordinator one = coordinator("memcached://127.0.0.1:" + counter.port() + "?timeout=60", "one");
			one.createGroup(this.group);
			store(HOLDER, Item.RAW, hex("see held 4"));
			store(BEAT, Item.RAW, hex("It's alive!"));
			counter.take();
			CompletableFuture<Void> join = CompletableFuture.runAsync(() -> one.joinGroup(this.group, null));
			AtomicInteger reads = new AtomicInteger();
			await().pollInterval(Duration.ofMillis(1)).until(() -> reads.addAndGet(counter.take()) > 6);
			store(HOLDER, Item.RAW, hex("see held 4 " + version(BEAT)));
			join.get();
			assertThat(one.getMembers(this.group)).containsExactly("one");
		}
	}

	@Test
	void aHeartbeatThatNoProcessRecordsIsRefused() {
		store(HOLDER, Item.RAW, hex("see held 4 1"));
		store(BEAT, Item.RAW, hex("It's alive!"));
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> one.joinGroupCreate(this.group, null))
			.withMessageContaining("tooz in Python");
		one.stop();
		assertThat(stored(BEAT)).isNotNull();
	}

	@Test
	void aCoordinatorWithoutGroupsClaimsNothing() {
		coordinator("one").heartbeat();
		assertThat(stored(BEAT)).isNull();
		assertThat(stored(HOLDER)).isNull();
	}

}
