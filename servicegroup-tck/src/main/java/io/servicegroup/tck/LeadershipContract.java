package io.servicegroup.tck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.GroupEvent.LeaderElected;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.WatchCallbackNotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for leader election. Only one of several candidates may be elected, and
 * all members must see it as the leader. When a leader stops, resigns or dies, another
 * candidate must be elected, at the latest after the timeout. A leader that cannot renew
 * must be revoked before its timeout is over. Fencing tokens must increase if the backend
 * has {@code Feature.FENCING}.
 */
public abstract class LeadershipContract extends StoreFixture {

	private final List<String> events = Collections.synchronizedList(new ArrayList<>());

	@BeforeEach
	void clearEvents() {
		this.events.clear();
	}

	/**
	 * Returns the leader as other members see it. Override this if the store does not
	 * reveal the leader's id.
	 */
	protected Leader seenByOthers(String member) {
		return new Leader(member);
	}

	protected void createGroup() {
		coordinator("creator").createGroup(this.group);
	}

	protected Coordinator candidate(String member) {
		Coordinator candidate = coordinator(member);
		candidate.watchElectedAsLeader(this.group, (event) -> {
			assertThat(event.group()).isEqualTo(this.group);
			this.events.add(event.member() + " elected");
		});
		candidate.watchRevokedAsLeader(this.group, (event) -> this.events.add(event.member() + " revoked"));
		return candidate;
	}

	@Test
	void oneOfTwoIsElected() {
		createGroup();
		Coordinator one = candidate("one");
		Coordinator two = candidate("two");
		assertThat(two.getLeader(this.group)).isEmpty();
		one.runWatchers();
		two.runWatchers();
		one.runElectCoordinator();
		assertThat(this.events).containsExactly("one elected");
		assertThat(one.isLeader(this.group)).isTrue();
		assertThat(two.isLeader(this.group)).isFalse();
		assertThat(one.getLeader(this.group)).contains(new Leader("one"));
		assertThat(two.getLeader(this.group)).contains(seenByOthers("one"));
		assertThat(coordinator("observer").getLeader(this.group)).contains(seenByOthers("one"));
		assertThat(two.getLeader(this.group + "-b")).isEmpty();
	}

	@Test
	void anotherCandidateIsElectedRightAfterALeaderStops() {
		createGroup();
		Coordinator one = candidate("one");
		Coordinator two = candidate("two");
		one.runElectCoordinator();
		one.stop();
		assertThat(one.isLeader(this.group)).isFalse();
		assertThat(two.getLeader(this.group)).isEmpty();
		two.runElectCoordinator();
		assertThat(this.events).containsExactly("one elected", "one revoked", "two elected");
		assertThat(two.getLeader(this.group)).contains(new Leader("two"));
		one.start();
		one.runElectCoordinator();
		assertThat(one.getLeader(this.group)).contains(seenByOthers("two"));
	}

	@Test
	void aLeaderCanResignAndBeElectedAgain() {
		createGroup();
		Coordinator one = candidate("one");
		Coordinator two = candidate("two");
		one.runElectCoordinator();
		assertThat(two.standDownGroupLeader(this.group)).isFalse();
		assertThat(one.standDownGroupLeader(this.group)).isTrue();
		assertThat(one.standDownGroupLeader(this.group)).isFalse();
		two.runElectCoordinator();
		two.standDownGroupLeader(this.group);
		one.runElectCoordinator();
		assertThat(this.events).containsExactly("one elected", "one revoked", "two elected", "two revoked",
				"one elected");
	}

	@Test
	void onlyCandidatesAreElected() {
		createGroup();
		Coordinator one = coordinator("one");
		one.runElectCoordinator();
		Consumer<LeaderElected> callback = (event) -> this.events.add("never");
		assertThatExceptionOfType(WatchCallbackNotFoundException.class)
			.isThrownBy(() -> one.unwatchElectedAsLeader(this.group, callback));
		one.watchElectedAsLeader(this.group, callback);
		one.unwatchElectedAsLeader(this.group, callback);
		one.runElectCoordinator();
		assertThat(one.getLeader(this.group)).isEmpty();
		assertThat(this.events).isEmpty();
	}

	@Test
	void aCallbackThatThrowsDoesNotAffectOthers() {
		createGroup();
		Coordinator one = coordinator("one");
		one.watchElectedAsLeader(this.group, (event) -> {
			throw new IllegalStateException("on purpose");
		});
		one.watchElectedAsLeader(this.group, (event) -> this.events.add("called"));
		one.runElectCoordinator();
		assertThat(this.events).containsExactly("called");
		assertThat(one.isLeader(this.group)).isTrue();
	}

	@Test
	void fencingTokensOfLeadersIncrease() {
		createGroup();
		List<OptionalLong> tokens = new ArrayList<>();
		List<Coordinator> both = List.of(coordinator("one"), coordinator("two"));
		both.forEach((one) -> one.watchElectedAsLeader(this.group, (event) -> tokens.add(event.fencingToken())));
		for (int round = 0; round < 4; round++) {
			Coordinator leader = both.get(round % 2);
			leader.runElectCoordinator();
			leader.standDownGroupLeader(this.group);
		}
		assertThat(tokens).hasSize(4);
		if (both.get(0).features().contains(Feature.FENCING)) {
			assertThat(tokens.stream().map(OptionalLong::getAsLong).toList()).isSorted().doesNotHaveDuplicates();
		}
		else {
			assertThat(tokens).containsOnly(OptionalLong.empty());
		}
	}

	@Test
	void heartbeatsKeepALeader() {
		createGroup();
		Coordinator one = beating(candidate("one"));
		Coordinator two = candidate("two");
		one.runElectCoordinator();
		within(timeout().multipliedBy(3)).during(timeout().plusSeconds(1)).untilAsserted(() -> {
			two.runElectCoordinator();
			assertThat(two.getLeader(this.group)).contains(seenByOthers("one"));
		});
		assertThat(this.events).containsExactly("one elected");
	}

	/** Starts a candidate in a separate process. */
	protected ServerProcess startLeader(String member) {
		return javaProcess(Contestant.class, url(), member, "leader", this.group);
	}

	private ServerProcess leader(String member) {
		ServerProcess process = startLeader(member);
		within(LONG).until(() -> process.output().contains("ELECTED"));
		return process;
	}

	@Test
	void anotherCandidateIsElectedAfterALeaderIsKilled() {
		createGroup();
		ServerProcess leader = leader("one");
		Coordinator two = candidate("two");
		assertThat(two.getLeader(this.group)).contains(seenByOthers("one"));
		leader.kill();
		this.server.advance(timeout());
		within(bound()).until(() -> {
			two.runElectCoordinator();
			return two.isLeader(this.group);
		});
		assertThat(two.getLeader(this.group)).contains(new Leader("two"));
	}

	@Test
	protected void aPauseOfThreeTimeoutsEndsWithOneLeaderThatBelievesSo() throws InterruptedException {
		createGroup();
		ServerProcess leader = leader("one");
		Coordinator two = beating(candidate("two"));
		leader.pause();
		this.server.advance(timeout());
		within(bound()).until(() -> {
			two.runElectCoordinator();
			return two.isLeader(this.group);
		});
		Thread.sleep(timeout().multipliedBy(3).minus(bound()).toMillis());
		assertThat(leader.output()).doesNotContain("REVOKED");
		leader.resume();
		within(RECOVERY).until(() -> leader.output().contains("REVOKED"));
		assertThat(two.isLeader(this.group)).isTrue();
		assertThat(leader.output().split("ELECTED", -1)).hasSize(2);
	}

	@Test
	protected void aLeaderCutOffFromTheServerIsRevokedBeforeItsTimeIsOver() {
		createGroup();
		Coordinator one = beating(candidate("one"));
		one.runElectCoordinator();
		this.server.pause();
		try {
			assertThat(lastHeld(() -> one.isLeader(this.group))).isLessThan(timeout());
			within(bound()).until(() -> this.events.contains("one revoked"));
		}
		finally {
			this.server.resume();
		}
		withinDespiteFaults(bound()).until(() -> succeeds(one::runElectCoordinator) && one.isLeader(this.group));
		assertThat(this.events).containsExactly("one elected", "one revoked", "one elected");
	}

}
