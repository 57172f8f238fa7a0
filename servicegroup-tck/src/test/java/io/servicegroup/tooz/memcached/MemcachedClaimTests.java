package io.servicegroup.tooz.memcached;

import java.time.Duration;

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
			.isThrownBy(() -> one.joinGroupCreate(this.group, null));
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
	void aCoordinatorWithoutGroupsClaimsNothing() {
		coordinator("one").heartbeat();
		assertThat(stored(BEAT)).isNull();
		assertThat(stored(HOLDER)).isNull();
	}

}
