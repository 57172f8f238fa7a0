package io.servicegroup.tooz.file;

import java.util.Map;

import io.servicegroup.interop.PythonMember;
import io.servicegroup.tck.Contestant;
import io.servicegroup.tck.LeadershipContract;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests leaders on files, which tooz does not have. A leadership lasts as long as its
 * process.
 */
class FileLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	private LocalProcess leader() {
		LocalProcess process = javaProcess(Contestant.class, url(), "one", "leader", this.group);
		within(LONG).until(() -> process.output().contains("ELECTED"));
		return process;
	}

	@Test
	@Override
	protected void aPauseOfThreeTimeoutsEndsWithOneLeaderThatBelievesSo() {
		createGroup();
		LocalProcess leader = leader();
		Coordinator two = beating(candidate("two"));
		leader.pause();
		within(TIMEOUT.multipliedBy(4)).during(TIMEOUT.multipliedBy(3)).untilAsserted(() -> {
			two.runElectCoordinator();
			assertThat(two.getLeader(this.group)).contains(new Leader("one"));
		});
		leader.resume();
		within(RECOVERY.multipliedBy(2)).during(RECOVERY).until(() -> !leader.output().contains("REVOKED"));
		assertThat(two.isLeader(this.group)).isFalse();
	}

	@Test
	@Override
	protected void aLeaderCutOffFromTheServerIsRevokedBeforeItsTimeIsOver() {
		createGroup();
		Coordinator one = beating(candidate("one"));
		Coordinator two = candidate("two");
		one.runElectCoordinator();
		this.server.pause();
		try {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> two.getLeader(this.group));
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(two::runElectCoordinator);
			within(TIMEOUT.multipliedBy(2)).during(TIMEOUT.plusSeconds(1)).until(() -> one.isLeader(this.group));
		}
		finally {
			this.server.resume();
		}
		two.runElectCoordinator();
		assertThat(two.getLeader(this.group)).contains(new Leader("one"));
	}

	@Test
	void anotherCandidateIsElectedAfterTheLeadersFileIsDeleted() {
		createGroup();
		Coordinator one = candidate("one");
		Coordinator two = candidate("two");
		one.runElectCoordinator();
		this.server.wipe();
		assertThat(two.getLeader(this.group)).isEmpty();
		two.runElectCoordinator();
		assertThat(two.isLeader(this.group)).isTrue();
		one.heartbeat();
		assertThat(one.isLeader(this.group)).isFalse();
		assertThat(one.getLeader(this.group)).contains(new Leader("two"));
	}

	/** Its file still contains its id. */
	@Test
	void aKilledLeaderIsNoLongerReported() {
		createGroup();
		Coordinator two = coordinator("two");
		LocalProcess leader = leader();
		assertThat(two.getLeader(this.group)).contains(new Leader("one"));
		leader.kill();
		assertThat(two.getLeader(this.group)).isEmpty();
	}

	@Test
	void anElectionDoesNotDisturbPython() {
		Coordinator one = candidate("one");
		try (PythonMember python = new PythonMember(url(), "python")) {
			python.call("start");
			python.callOn("create_group", this.group);
			one.runElectCoordinator();
			python.callOn("join_group", this.group, Map.of());
			assertThat(python.groups()).containsExactly(this.group);
			assertThat(python.members(this.group)).containsExactly("python");
			python.callOn("leave_group", this.group);
			python.callOn("delete_group", this.group);
		}
		assertThat(one.getGroups()).isEmpty();
		assertThat(one.getLeader(this.group)).contains(new Leader("one"));
	}

}
