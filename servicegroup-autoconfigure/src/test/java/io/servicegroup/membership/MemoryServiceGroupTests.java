package io.servicegroup.membership;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Registration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryServiceGroupTests extends ServiceGroupContract {

	private static final int ROUNDS = 10_000;

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@Test
	void tenThousandGroupsLeaveNeitherViewsNorThreads() {
		LiveServiceGroupAPI api = api("a");
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
