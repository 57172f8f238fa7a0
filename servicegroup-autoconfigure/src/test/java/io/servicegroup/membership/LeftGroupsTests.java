package io.servicegroup.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Joins and leaves many groups.
 */
class LeftGroupsTests extends StoreFixture {

	private static final int ROUNDS = 1000;

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@Test
	void aThousandGroupsLeaveNeitherViewsNorThreads() {
		LiveServiceGroupAPI api = opened(new LiveServiceGroupAPI(
				new ToozServiceGroupDriver(Coordinators.parse(url()), "a"), null, Duration.ofMillis(300), List.of()));
		AtomicInteger joined = new AtomicInteger();
		for (int i = 0; i < ROUNDS; i++) {
			String group = "group-" + i;
			api.join(group, Map.of());
			Registration listener = api.addListener(group, (event) -> joined.incrementAndGet());
			assertThat(api.serviceIsUp(group, "a")).isTrue();
			listener.close();
			api.leave(group);
		}
		assertThat(api.getStatus().views()).isEmpty();
		assertThat(api.getStatus().groups()).isEmpty();
		// Those of the API, and idle ones, which end after ten seconds.
		within(Duration.ofSeconds(20)).until(() -> threads() <= 3);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("servicegroup-"))
			.count();
	}

}
