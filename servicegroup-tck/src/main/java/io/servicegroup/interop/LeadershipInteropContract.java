package io.servicegroup.interop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.Contestant;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Leader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That Java members and members of the real Python tooz elect one leader among them. A
 * subclass gives the server, and says what tooz's own driver tells of a leader.
 */
abstract class LeadershipInteropContract extends InteropFixture {

	private final String led = this.group + unicode();

	private final String javaId = "java-" + unicode();

	private final String pythonId = "python-" + unicode();

	private final AtomicInteger javaElected = new AtomicInteger();

	/** What Java sees of a leader that is Python. */
	protected abstract Leader seenByJava(String python);

	/** Has Python read the leader, or refuse it. */
	protected abstract void assertSeenByPython(PythonMember python, String group, String leader);

	/** Makes a leader in Python resign in the way its driver can. */
	protected abstract void resign(PythonMember python, String group);

	@BeforeEach
	void createGroup() {
		this.javaElected.set(0);
		coordinator("creator").createGroup(this.led);
	}

	private Coordinator java() {
		Coordinator java = beating(coordinator(this.javaId));
		java.watchElectedAsLeader(this.led, (event) -> this.javaElected.incrementAndGet());
		return java;
	}

	private PythonMember python() {
		PythonMember python = beatingPython(this.pythonId);
		python.callOn("watch_elected", this.led);
		return python;
	}

	private long electedInPython(PythonMember python) {
		python.call("run_watchers");
		return (long) python.callOn("elected", this.led);
	}

	@Test
	void javaFollowsAKilledPythonLeader() {
		Coordinator java = java();
		PythonMember python = python();
		assertThat(java.getLeader(this.led)).isEmpty();
		assertThat(electedInPython(python)).isEqualTo(1);
		within(TIMEOUT.multipliedBy(3)).during(TIMEOUT.plusMillis(500)).untilAsserted(() -> {
			java.runElectCoordinator();
			assertThat(java.isLeader(this.led)).isFalse();
			assertThat(java.getLeader(this.led)).contains(seenByJava(this.pythonId));
		});
		assertThat(electedInPython(python)).isEqualTo(1);
		python.kill();
		within(BOUND).until(() -> {
			java.runElectCoordinator();
			return java.isLeader(this.led);
		});
		assertThat(this.javaElected).hasValue(1);
		assertThat(java.getLeader(this.led)).contains(new Leader(this.javaId));
	}

	@Test
	void pythonFollowsAKilledJavaLeader() {
		// Not every locale can pass all of UTF-8 to another JVM.
		String group = "group-" + this.led.hashCode();
		coordinator("creator").createGroup(group);
		PythonMember python = beatingPython("python");
		python.callOn("watch_elected", group);
		LocalProcess java = javaProcess(Contestant.class, url(), "java", "leader", group);
		within(Duration.ofSeconds(20)).until(() -> java.output().contains("ELECTED"));
		python.call("run_watchers");
		assertThat(python.callOn("elected", group)).isEqualTo(0L);
		assertSeenByPython(python, group, "java");
		java.kill();
		within(BOUND).until(() -> {
			python.call("run_watchers");
			return python.callOn("elected", group).equals(1L);
		});
		assertThat(java.output()).doesNotContain("REVOKED");
		assertSeenByPython(python, group, "python");
	}

	@Test
	void pythonFollowsAJavaLeaderThatStandsDown() {
		Coordinator java = java();
		PythonMember python = python();
		java.runElectCoordinator();
		assertThat(java.isLeader(this.led)).isTrue();
		assertThat(electedInPython(python)).isZero();
		assertSeenByPython(python, this.led, this.javaId);
		assertThat(java.standDownGroupLeader(this.led)).isTrue();
		assertThat(electedInPython(python)).isEqualTo(1);
		assertSeenByPython(python, this.led, this.pythonId);
		java.runElectCoordinator();
		assertThat(java.isLeader(this.led)).isFalse();
		assertThat(java.getLeader(this.led)).contains(seenByJava(this.pythonId));
	}

	@Test
	void javaFollowsAPythonLeaderThatStandsDown() {
		Coordinator java = java();
		PythonMember python = python();
		assertThat(electedInPython(python)).isEqualTo(1);
		java.runElectCoordinator();
		assertThat(java.isLeader(this.led)).isFalse();
		resign(python, this.led);
		assertThat(java.getLeader(this.led)).isEmpty();
		java.runElectCoordinator();
		assertThat(java.isLeader(this.led)).isTrue();
	}

	@Test
	void ofTwoThatStandAtTheSameTimeOneIsElected() {
		Coordinator java = java();
		PythonMember python = python();
		for (int round = 1; round <= 8; round++) {
			long before = (long) python.callOn("elected", this.led);
			CompletableFuture<Long> standing = async(() -> electedInPython(python));
			java.runElectCoordinator();
			boolean pythonLeads = standing.join() > before;
			// Each may leave the place to the other, but only at the first try.
			java.runElectCoordinator();
			assertThat(java.isLeader(this.led)).isNotEqualTo(pythonLeads);
			if (pythonLeads) {
				return;
			}
			java.standDownGroupLeader(this.led);
		}
	}

}
