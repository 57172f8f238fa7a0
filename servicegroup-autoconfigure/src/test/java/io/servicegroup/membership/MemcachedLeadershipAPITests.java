package io.servicegroup.membership;

import java.util.List;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemcachedLeadershipAPITests extends LeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

	@Test
	void aLeaderCutOffIsToldBeforeItsTimeIsOverAndElectedAgainLater() {
		LiveServiceGroupAPI a = leader("a");
		within(TIMEOUT).until(() -> this.told.contains("a elected"));
		this.told.clear();
		this.server.pause();
		try {
			within(TIMEOUT).until(() -> this.told.equals(List.of("a revoked")));
			assertThat(a.isLeader(this.group)).isFalse();
			within(TIMEOUT).untilAsserted(() -> assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> a.getLeader(this.group)));
		}
		finally {
			this.server.resume();
		}
		within(BOUND).until(() -> a.isLeader(this.group));
		within(TIMEOUT).until(() -> this.told.equals(List.of("a revoked", "a elected")));
	}

}
