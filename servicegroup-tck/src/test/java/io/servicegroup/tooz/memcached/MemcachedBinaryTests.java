package io.servicegroup.tooz.memcached;

import java.nio.file.Path;
import java.util.Map;

import io.servicegroup.tck.servers.GuardedMemcached;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs each command over the binary protocol, which SASL requires.
 */
class MemcachedBinaryTests {

	private static GuardedMemcached server;

	private Coordinator one;

	private Coordinator two;

	@BeforeAll
	static void start(@TempDir Path directory) {
		GuardedMemcached.setPassword(directory, "member", "p@ss word");
		server = GuardedMemcached.bySasl(directory);
	}

	@BeforeEach
	void join() {
		this.one = coordinator("one");
		this.two = coordinator("two");
		this.one.joinGroupCreate("g", Map.of("v", 1L));
	}

	private static Coordinator coordinator(String id) {
		Coordinator coordinator = Coordinators.get(server.url("timeout=20").replace("//", "//member:p%40ss%20word@"),
				id);
		coordinator.start();
		return coordinator;
	}

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
	}

	@AfterAll
	static void closeServer() {
		server.close();
	}

	@Test
	void groupsAndMembersWorkAsOverText() {
		this.one.heartbeat();
		this.one.updateCapabilities("g", Map.of("v", 2L));
		assertThat(this.two.getMemberCapabilities("g", "one")).isEqualTo(Map.of("v", 2L));
		assertThat(this.two.getGroups()).containsExactly("g");
		assertThatExceptionOfType(GroupAlreadyExistsException.class).isThrownBy(() -> this.two.createGroup("g"));
		try (Coordinator duplicate = coordinator("one")) {
			assertThatExceptionOfType(MemberAlreadyExistsException.class)
				.isThrownBy(() -> duplicate.joinGroup("g", null));
		}
		this.one.leaveGroup("g");
		assertThat(this.two.getMembers("g")).isEmpty();
		this.two.deleteGroup("g");
		assertThat(this.two.getGroups()).isEmpty();
	}

	@Test
	void aStoppedMemberIsGoneAtOnceAndItsIdIsFree() {
		this.one.stop();
		assertThat(this.two.getMembers("g")).isEmpty();
		try (Coordinator next = coordinator("one")) {
			next.joinGroup("g", null);
			assertThat(this.two.getMembers("g")).containsExactly("one");
		}
	}

	@Test
	void aReleasedLockCanBeAcquired() {
		DistributedLock lock = this.one.getLock("l");
		DistributedLock other = this.two.getLock("l");
		assertThat(lock.acquire(false)).isTrue();
		assertThat(other.acquire(false)).isFalse();
		this.one.heartbeat();
		assertThat(lock.isStillOwner()).isTrue();
		assertThat(lock.release()).isTrue();
		assertThat(other.acquire(false)).isTrue();
		assertThat(other.breakLock()).isTrue();
		assertThat(other.isStillOwner()).isFalse();
	}

	@Test
	void anErrorOfTheServerIsReportedWithAFix() {
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> this.one.updateCapabilities("g", "x".repeat(1_100_000)))
			.withMessageContaining("-I");
	}

	@Test
	void withoutAPasswordTheErrorSaysHowToSetOne() {
		try (Coordinator anonymous = Coordinators.get(server.url("timeout=20"), "anonymous")) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(anonymous::start)
				.withMessageContaining("memcached://user:password@");
		}
	}

}
