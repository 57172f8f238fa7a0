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
 * The contract for elections with Java candidates and candidates of the real Python tooz:
 * only one of them may be elected. A subclass provides the server, and defines how each
 * side sees the other's leader.
 */
abstract class LeadershipInteropContract extends InteropFixture {

	private final String led = this.group + unicode();

	private final String javaId = "java-" + unicode();

	private final String pythonId = "python-" + unicode();

	private final AtomicInteger javaElected = new AtomicInteger();

	/** Returns a Python leader as Java members see it. */
	protected abstract Leader seenByJava(String python);

	/**
	 * Asserts that the Python member reads this leader, or that tooz's driver refuses to
	 * read it.
	 */
	protected abstract void assertSeenByPython(PythonMember python, String group, String leader);

	/** Makes the Python leader resign, in the way that tooz's driver supports. */
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
		// Uses ASCII: not every locale can pass all of UTF-8 to another JVM.
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
	void pythonFollowsAJavaLeaderThatResigns() {
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
	void javaFollowsAPythonLeaderThatResigns() {
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
	void oneOfTwoConcurrentCandidatesIsElected() {
		Coordinator java = java();
		PythonMember python = python();
		for (int round = 1; round <= 8; round++) {
			long before = (long) python.callOn("elected", this.led);
			CompletableFuture<Long> electing = async(() -> electedInPython(python));
			java.runElectCoordinator();
			boolean pythonLeads = electing.join() > before;
			// On the first try, each may see the other's attempt and give up.
			java.runElectCoordinator();
			assertThat(java.isLeader(this.led)).isNotEqualTo(pythonLeads);
			if (pythonLeads) {
				return;
			}
			java.standDownGroupLeader(this.led);
		}
	}

}
