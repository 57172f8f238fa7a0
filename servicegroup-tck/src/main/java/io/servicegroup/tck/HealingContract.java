package io.servicegroup.tck;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for outages, lost data and broken records. A heartbeat must restore
 * memberships that the store has lost. Each call must end by its deadline while the
 * server is down or frozen, and succeed again soon after the server answers. A broken
 * record must not hide other members.
 */
public abstract class HealingContract extends StoreFixture {

	/**
	 * Overwrites the member's capabilities, directly in the store, with bytes that cannot
	 * be decoded.
	 */
	protected abstract void breakCapabilities(String group, String member, byte[] broken);

	@Test
	void aHeartbeatRestoresLostMemberships() {
		Coordinator one = joined("one", Map.of("v", 1L));
		one.updateCapabilities(this.group, Map.of("v", 2L));
		this.server.wipe();
		one.heartbeat();
		Coordinator two = coordinator("two");
		assertThat(two.getGroups()).containsExactly(this.group);
		assertThat(two.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 2L));
	}

	@Test
	void membersRejoinAfterTheServerRestartsEmpty() {
		Coordinator one = joined("one", Map.of("v", 1L));
		this.server.stop();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(one::heartbeat);
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> one.getMembers(this.group));
		this.server.start();
		within(RECOVERY).until(() -> succeeds(one::heartbeat));
		assertThat(coordinator("two").getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 1L));
	}

	@Test
	void startSucceedsOnceTheServerIsUp() {
		this.server.stop();
		Coordinator one = create("one");
		long begun = System.nanoTime();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
		this.server.start();
		within(Duration.ofSeconds(5)).until(() -> succeeds(one::start));
		one.joinGroupCreate(this.group, null);
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void startFailsWithinFiveSecondsEvenWithALongTimeout() {
		this.server.pause();
		try {
			Coordinator one = opened(Coordinators.get(this.server.url("timeout=60"), "one"));
			long begun = System.nanoTime();
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start);
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
		}
		finally {
			this.server.resume();
		}
	}

	@Test
	void callsEndByTheirDeadlineWhenTheServerIsFrozen() {
		Coordinator one = joined("one", null);
		this.server.pause();
		try {
			long begun = System.nanoTime();
			assertThatExceptionOfType(CoordinationException.class).isThrownBy(one::heartbeat);
			assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> one.getMembers(this.group));
			assertThatExceptionOfType(CoordinationException.class).isThrownBy(one::getGroups);
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(timeout().multipliedBy(2));
		}
		finally {
			this.server.resume();
		}
		within(timeout()).until(() -> succeeds(one::heartbeat));
		assertThat(one.getMembers(this.group)).contains("one");
	}

	@Test
	void stopIsBoundedWhileTheServerIsDown() {
		Coordinator one = joined("one", null);
		one.joinGroupCreate(this.group + "-b", null);
		this.server.stop();
		try {
			long begun = System.nanoTime();
			one.stop();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
		}
		finally {
			this.server.start();
		}
	}

	/** Python can write the first three, and lists such members. */
	@ParameterizedTest
	@CsvSource({ "a key that is a number, 810102", "a key that is None, 81c001", "70 levels deep, ''",
			"a UUID of one digit, d40078" })
	void unreadableCapabilitiesHideNothingElse(String what, String hex) {
		Coordinator one = joined("one", Map.of("v", 1L));
		Coordinator two = joined("two", Map.of("v", 2L));
		byte[] broken = hex.isEmpty() ? deep() : HexFormat.of().parseHex(hex);
		breakCapabilities(this.group, "two", broken);
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("one", "two");
		assertThat(one.getMemberInfo(this.group, "two")).satisfies((info) -> {
			assertThat(info.capabilities()).isNull();
			assertThat(info.capabilitiesProblem()).isNotBlank();
		});
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> one.getMemberCapabilities(this.group, "two"))
			.withMessageContaining("'two'");
		one.heartbeat();
		two.heartbeat();
		two.updateCapabilities(this.group, Map.of("v", 3L));
		assertThat(one.getMemberCapabilities(this.group, "two")).isEqualTo(Map.of("v", 3L));
	}

	private static byte[] deep() {
		byte[] bytes = new byte[71];
		Arrays.fill(bytes, 0, 70, (byte) 0x91);
		bytes[70] = (byte) 0xc0;
		return bytes;
	}

	@Test
	void aHeartbeatOrUpdateRepairsTheOwnBrokenRecord() {
		Coordinator one = joined("one", Map.of("v", 1L));
		breakCapabilities(this.group, "one", new byte[] { (byte) 0x81, (byte) 0xc0, 1 });
		one.heartbeat();
		one.updateCapabilities(this.group, Map.of("v", 2L));
		assertThat(one.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 2L));
	}

}
