package io.servicegroup.interop;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tck.Contestant;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract for locks with Java members and members of the real Python tooz: a lock
 * held by one side must exclude the other. A subclass provides the server, defines where
 * tooz's own driver differs, and implements two interfaces of {@link BrokenLockInterop}.
 */
abstract class LockInteropContract extends InteropFixture implements BrokenLockInterop {

	/** tooz waits for up to a second between two tries. */
	private static final Duration SOON = Duration.ofSeconds(3);

	private final String name = "lock-" + this.group + unicode();

	/** Returns the operations that tooz's driver does not have. */
	protected abstract Set<String> missingInPython();

	private boolean pythonHas(String operation) {
		return !missingInPython().contains(operation);
	}

	@Override
	public DistributedLock javaLock() {
		return beating(coordinator("java")).getLock(this.name);
	}

	@Override
	public PythonLock pythonLock() {
		return beatingPython("python").lock(this.name);
	}

	@Test
	void pythonGetsTheLockAfterJava() {
		DistributedLock java = javaLock();
		PythonLock python = pythonLock();
		assertThat(java.acquire(false)).isTrue();
		assertThat(python.tryAcquire()).isFalse();
		python.acquireLater();
		within(SOON).during(Duration.ofMillis(500)).until(() -> python.state().equals("waiting"));
		assertThat(java.isStillOwner()).isTrue();
		assertThat(java.release()).isTrue();
		within(SOON).until(() -> python.state().equals("acquired"));
		assertThat(java.acquire(false)).isFalse();
		assertThat(python.release()).isTrue();
		assertThat(java.acquire(false)).isTrue();
	}

	@Test
	void javaGetsTheLockAfterPython() {
		DistributedLock java = javaLock();
		PythonLock python = pythonLock();
		assertThat(python.tryAcquire()).isTrue();
		assertThat(java.acquire(false)).isFalse();
		CompletableFuture<Boolean> waiting = async(() -> java.acquire(true));
		within(SOON).during(Duration.ofMillis(500)).until(() -> !waiting.isDone());
		assertThat(python.release()).isTrue();
		within(SOON).until(waiting::isDone);
		assertThat(waiting.join()).isTrue();
		assertThat(python.tryAcquire()).isFalse();
		assertThat(java.release()).isTrue();
		assertThat(python.tryAcquire()).isTrue();
	}

	@Test
	void pythonGetsTheLockOfAKilledJavaProcess() {
		LocalProcess java = javaProcess(Contestant.class, url(), "java", "lock", "lock-" + this.group);
		within(Duration.ofSeconds(20)).until(() -> java.output().contains("HELD"));
		PythonLock python = beatingPython("python").lock("lock-" + this.group);
		assertThat(python.tryAcquire()).isFalse();
		java.kill();
		within(BOUND).until(python::tryAcquire);
	}

	@Test
	void javaGetsTheLockOfAKilledPythonProcess() {
		PythonMember python = beatingPython("python");
		assertThat(python.lock(this.name).tryAcquire()).isTrue();
		DistributedLock java = javaLock();
		assertThat(java.acquire(false)).isFalse();
		python.kill();
		assertThat(java.acquire(BOUND)).isTrue();
	}

	@Test
	void heartbeatsKeepTheLocksOfBoth() {
		Coordinator java = beating(coordinator("java"));
		PythonMember python = beatingPython("python");
		DistributedLock javas = java.getLock(this.name);
		PythonLock pythons = python.lock(this.name + "-python");
		assertThat(javas.acquire(false)).isTrue();
		assertThat(pythons.tryAcquire()).isTrue();
		within(TIMEOUT.multipliedBy(3)).during(TIMEOUT.plusMillis(500)).untilAsserted(() -> {
			assertThat(python.lock(this.name).tryAcquire()).isFalse();
			assertThat(java.getLock(this.name + "-python").acquire(false)).isFalse();
		});
		assertThat(javas.release()).isTrue();
		assertThat(pythons.release()).isTrue();
	}

	@Override
	public void assertPythonOwns(PythonLock python, boolean expected) {
		if (pythonHas("is_still_owner")) {
			assertThat(python.isStillOwner()).isEqualTo(expected);
		}
		else {
			assertRaises("NotImplemented", python::isStillOwner);
		}
	}

	@Test
	void theTestsCoverWhatBothCanBreak() {
		boolean javaBreaks = coordinator("any").features().contains(Feature.BREAKING);
		assertThat(this).isInstanceOf(javaBreaks ? JavaBreaks.class : JavaCannotBreak.class)
			.isInstanceOf(pythonHas("break_") ? PythonBreaks.class : PythonCannotBreak.class);
	}

}
