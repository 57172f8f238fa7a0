package io.servicegroup.membership;

import java.util.List;

import io.servicegroup.ServiceGroupUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The additional contract for leaders that depend on a server that can be unavailable.
 */
abstract class ServerLeadershipAPIContract extends LeadershipAPIContract {

	@Test
	void aLeaderThatIsCutOffIsRevokedBeforeTheTimeoutAndElectedAgainLater() {
		LiveServiceGroupAPI a = leader("a");
		within(timeout()).until(() -> this.told.contains("a elected"));
		this.told.clear();
		this.server.pause();
		try {
			within(bound()).until(() -> this.told.equals(List.of("a revoked")));
			assertThat(a.isLeader(this.group)).isFalse();
			within(bound()).untilAsserted(() -> assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> a.getLeader(this.group)));
		}
		finally {
			this.server.resume();
		}
		within(bound()).until(() -> a.isLeader(this.group));
		within(bound()).until(() -> this.told.equals(List.of("a revoked", "a elected")));
	}

}
