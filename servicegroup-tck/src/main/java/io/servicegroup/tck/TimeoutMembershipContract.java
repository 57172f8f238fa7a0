package io.servicegroup.tck;

import java.time.Duration;
import java.util.Map;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for backends whose memberships have a time to live. A member without
 * heartbeats must disappear after its timeout, and rejoin with its next heartbeat. Its id
 * must then be free for another process.
 */
public abstract class TimeoutMembershipContract extends MembershipContract {

	@Test
	void aSilentMemberExpiresAndRejoinsWithItsNextHeartbeat() {
		Coordinator silent = joined("silent", Map.of("v", 1L));
		Coordinator observer = joined("observer", null);
		this.server.advance(timeout());
		within(bound()).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
			observer.heartbeat();
			assertThat(observer.getMembers(this.group)).containsExactly("observer");
		});
		silent.heartbeat();
		assertThat(observer.getMemberCapabilities(this.group, "silent")).isEqualTo(Map.of("v", 1L));
	}

	@Test
	void aSilentMemberExpiresThoughItsIdLivesInAnotherGroup() {
		Coordinator silent = joined("one", null);
		Coordinator live = coordinator("one");
		live.joinGroupCreate(this.group + "-b", null);
		Coordinator observer = coordinator("two");
		this.server.advance(timeout());
		within(bound()).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
			live.heartbeat();
			assertThat(observer.getMembers(this.group + "-b")).containsExactly("one");
			assertThat(observer.getMembers(this.group)).isEmpty();
		});
		silent.heartbeat();
		assertThat(observer.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void aProcessWhoseIdIsTakenInOneGroupKeepsTheOther() {
		Coordinator paused = joined("one", Map.of("run", 1L));
		Coordinator observer = coordinator("two");
		this.server.advance(timeout());
		within(bound()).until(() -> observer.getMembers(this.group).isEmpty());
		paused.joinGroupCreate(this.group + "-b", null);
		joined("one", Map.of("run", 2L));
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(paused::heartbeat)
			.satisfies((ex) -> assertThat(ex.group()).isEqualTo(this.group));
		assertThat(observer.getMembers(this.group + "-b")).containsExactly("one");
		assertThat(observer.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("run", 2L));
	}

	@Test
	void aRestartedMemberRejoinsOnceItsOldEntryHasExpired() {
		joined("one", Map.of("run", 1L));
		Coordinator restarted = coordinator("one");
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> restarted.joinGroup(this.group, Map.of("run", 2L)));
		this.server.advance(timeout());
		within(bound()).pollInterval(Duration.ofMillis(200)).until(() -> {
			try {
				restarted.joinGroup(this.group, Map.of("run", 2L));
				return true;
			}
			catch (MemberAlreadyExistsException ex) {
				return false;
			}
		});
		assertThat(coordinator("two").getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("run", 2L));
	}

	@Test
	void aPausedMemberWhoseIdIsTakenIsRefusedUntilTheIdIsFree() {
		Coordinator paused = joined("one", Map.of("run", 1L));
		Coordinator successor = coordinator("one");
		this.server.advance(timeout());
		within(bound()).pollInterval(Duration.ofMillis(200)).until(() -> {
			try {
				successor.joinGroup(this.group, Map.of("run", 2L));
				return true;
			}
			catch (MemberAlreadyExistsException ex) {
				return false;
			}
		});
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(paused::heartbeat);
		Coordinator observer = coordinator("two");
		assertThat(observer.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("run", 2L));
		successor.stop();
		paused.heartbeat();
		assertThat(observer.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("run", 1L));
	}

}
