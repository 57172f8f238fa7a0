package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ZooKeeperLockInteropTests extends LockInteropContract
		implements BrokenLockInterop.JavaBreaks, BrokenLockInterop.PythonCannotBreak {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of("break_");
	}

	/** tooz's ZooKeeper driver decodes names as ASCII. */
	@Override
	protected String unicode() {
		return "it's";
	}

	@Test
	void aLockMayHaveSlashesInItsName() {
		Coordinator one = coordinator("java");
		PythonMember member = beatingPython("python");
		String name = "slashes-" + this.group;
		assertThat(one.getLock(name + "/b/c").acquire(false)).isTrue();
		assertThat(member.lock(name + "/b/c").tryAcquire()).isFalse();
		PythonLock python = member.lock(name);
		assertThat(python.tryAcquire()).isTrue();
		assertThat(one.getLock(name).acquire(false)).isFalse();
		assertThat(python.release()).isTrue();
		assertThat(one.getLock(name).acquire(false)).isTrue();
	}

	/**
	 * kazoo creates a lock's node once for each lock object. This is why the nodes of
	 * locks stay.
	 */
	@Test
	void aPythonLockObjectDoesNotSurviveTheDeletionOfItsNode() throws Exception {
		DistributedLock java = coordinator("java").getLock("once-" + this.group);
		PythonLock python = beatingPython("python").lock("once-" + this.group);
		for (int i = 0; i < 2; i++) {
			assertThat(python.tryAcquire()).isTrue();
			assertThat(python.release()).isTrue();
			assertThat(java.acquire(false)).isTrue();
			assertThat(java.release()).isTrue();
		}
		try (ZooKeeper operator = ((ZooKeeperServer) this.server).client()) {
			operator.delete("/tooz/locks/once-" + this.group, -1);
		}
		assertThatExceptionOfType(PythonError.class).isThrownBy(python::tryAcquire);
	}

	/** In kazoo, a release succeeds even if the lock's node was deleted. */
	@Override
	public boolean pythonReleasesABrokenLock() {
		return true;
	}

}
