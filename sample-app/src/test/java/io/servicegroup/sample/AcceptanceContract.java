package io.servicegroup.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import io.servicegroup.interop.PythonMember;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Checks the guarantees to users with processes of the sample application and of Python's
 * tooz, and with real signals. Prints how long each step took.
 */
@Tag("acceptance")
abstract class AcceptanceContract {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private static final Duration GONE = TIMEOUT.plusSeconds(2);

	private static final Duration RECOVERY = TIMEOUT.dividedBy(3).plusSeconds(1);

	private static final Duration FOUND = Duration.ofSeconds(10);

	private final List<AutoCloseable> open = new ArrayList<>();

	private StoreServer server;

	abstract StoreServer createServer();

	/** Returns the time within which all others see a member leave after SIGTERM. */
	abstract Duration leaveLimit();

	@BeforeEach
	void startServer() {
		this.server = createServer();
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable closeable : this.open) {
			closeable.close();
		}
		this.server.close();
	}

	private SampleProcess sample(String member) {
		SampleProcess sample = SampleProcess.start(url(), member, 0, "--servicegroup.group=web",
				"--servicegroup.capabilities.name=" + member);
		this.open.add(sample);
		return sample;
	}

	private String url() {
		return this.server.url("timeout=" + TIMEOUT.toSeconds());
	}

	private PythonMember python(String member) {
		PythonMember python = new PythonMember(url(), member);
		this.open.add(python);
		python.call("start_heart");
		python.callOn("join_group", "web", Map.of("name", member));
		return python;
	}

	private void within(Duration time, String what, Callable<Boolean> condition) {
		long begun = System.nanoTime();
		try {
			await(what).atMost(time).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(25)).until(condition);
		}
		catch (ConditionTimeoutException ex) {
			this.open.forEach((process) -> System.out.println(Instant.now() + ": " + process));
			throw ex;
		}
		System.out.printf("%s: %s after %d ms (at most %d)%n", getClass().getSimpleName(), what,
				Duration.ofNanos(System.nanoTime() - begun).toMillis(), time.toMillis());
	}

	/** Returns the members that tooz lists. */
	Set<String> membersSeenBy(PythonMember python) {
		return python.members("web");
	}

	@Test
	void javaAndPythonMembersFormOneGroupDuringStopsKillsAndPauses() {
		SampleProcess a = sample("a");
		SampleProcess b = sample("b");
		a.awaitStarted();
		b.awaitStarted();
		PythonMember c = python("c");
		within(FOUND, "all members list each other",
				() -> list(Set.of("a", "b", "c"), a, b) && membersSeenBy(c).equals(Set.of("a", "b", "c")));
		assertThat(a.capabilities("c")).isEqualTo(Map.of("name", "c"));
		assertThat(((Map<?, ?>) c.capabilities("web", "a")).get("name")).isEqualTo("a");

		b.process().terminate();
		within(leaveLimit(), "SIGTERM is seen",
				() -> list(Set.of("a", "c"), a) && membersSeenBy(c).equals(Set.of("a", "c")));

		SampleProcess killed = sample("killed").awaitStarted();
		within(FOUND, "a new member is listed", () -> list(Set.of("a", "c", "killed"), a));
		killed.process().kill();
		within(GONE, "kill -9 is seen", () -> list(Set.of("a", "c"), a) && membersSeenBy(c).equals(Set.of("a", "c")));

		SampleProcess paused = sample("paused").awaitStarted();
		within(FOUND, "another member is listed", () -> list(Set.of("a", "c", "paused"), a));
		paused.process().pause();
		within(GONE, "SIGSTOP is seen", () -> list(Set.of("a", "c"), a));
		await().pollDelay(TIMEOUT.multipliedBy(2)).atMost(TIMEOUT.multipliedBy(3)).until(() -> true);
		paused.process().resume();
		within(RECOVERY, "the paused member is back",
				() -> list(Set.of("a", "c", "paused"), a, paused) && membersSeenBy(c).contains("paused"));

		c.kill();
		within(GONE, "kill -9 of the Python member is seen", () -> list(Set.of("a", "paused"), a));
	}

	@Test
	void allRejoinAfterDataLossAnEmptyRestartAndALateStartOfTheServer() {
		this.server.stop();
		SampleProcess a = sample("a");
		SampleProcess b = sample("b");
		a.awaitStarted();
		b.awaitStarted();
		assertThat(a.isUp()).isFalse();
		assertThat(a.isLive()).isTrue();
		this.server.start();
		within(RECOVERY, "all join once the server has started", () -> list(Set.of("a", "b"), a, b) && a.isUp());

		// The first call loads the client in this JVM, which must not be measured below.
		assertThat(stored()).containsExactlyInAnyOrder("a", "b");
		this.server.wipe();
		within(RECOVERY, "all are back after a wipe",
				() -> stored().equals(Set.of("a", "b")) && list(Set.of("a", "b"), a, b) && a.isUp() && b.isUp());

		this.server.stop();
		within(TIMEOUT.plusSeconds(2), "health is down during the outage", () -> !a.isUp() && !b.isUp());
		assertThat(a.isLive()).isTrue();
		this.server.start();
		within(RECOVERY, "all are back after an empty restart",
				() -> stored().equals(Set.of("a", "b")) && list(Set.of("a", "b"), a, b) && a.isUp() && b.isUp());
	}

	@Test
	void allSeeOneLeaderAndAnotherAfterItsDeath() {
		SampleProcess a = sample("a").awaitStarted();
		within(FOUND, "the first leads", () -> a.leader().equals("a"));
		SampleProcess b = sample("b").awaitStarted();
		within(FOUND, "both see the leader", () -> a.leader().equals("a") && b.leader().equals("a"));
		a.process().kill();
		within(GONE, "the second leads after kill -9", () -> b.leader().equals("b"));
		SampleProcess c = sample("c").awaitStarted();
		within(FOUND, "a third sees the leader", () -> c.leader().equals("b"));
		b.process().terminate();
		within(leaveLimit().plusSeconds(1), "the third leads after SIGTERM", () -> c.leader().equals("c"));
	}

	/**
	 * Returns the members in the store, without any view; none while the store is
	 * unavailable.
	 */
	private Set<String> stored() {
		try (Coordinator observer = Coordinators.get(url(), "observer")) {
			observer.start();
			return observer.getMembers("web");
		}
		catch (CoordinationException ex) {
			return Set.of();
		}
	}

	@Test
	void aDuplicateIsRejectedWithAMessageAndJoinsOnceTheFirstIsGone() {
		SampleProcess first = sample("a").awaitStarted();
		within(FOUND, "the first is up", first::isUp);
		SampleProcess second = sample("a").awaitStarted();
		within(FOUND, "the second is rejected", () -> second.health().toString().contains("'a' is taken"));
		assertThat(second.isUp()).isFalse();
		assertThat(second.process().output()).contains("Member id 'a' is taken");
		assertThat(first.isUp()).isTrue();
		first.process().kill();
		within(GONE.plus(RECOVERY), "the second joins", second::isUp);
	}

	private boolean list(Set<String> expected, SampleProcess... samples) {
		for (SampleProcess sample : samples) {
			if (!sample.members().equals(expected)) {
				return false;
			}
		}
		return true;
	}

}
