package io.servicegroup.autoconfigure;

import java.time.Duration;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.memory.MemoryStore.Failure;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications in one JVM with a store in memory that the test controls.
 */
class MemoryConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static ApplicationContextRunner application(String member) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=memory://applications?timeout=60", "servicegroup.group=web",
					"servicegroup.heartbeat-interval=500ms", "servicegroup.poll-interval=30s",
					"servicegroup.member-id=" + member);
	}

	@Test
	void aMemberThatTheTestExpiresRejoins() {
		try (MemoryStore store = MemoryStore.named("applications")) {
			application("a").run((first) -> application("b").run((second) -> {
				ServiceGroupAPI a = first.getBean(ServiceGroupAPI.class);
				ServiceGroupAPI b = second.getBean(ServiceGroupAPI.class);
				await().atMost(SOON).until(() -> a.serviceIsUp("web", "b") && b.serviceIsUp("web", "a"));
				store.fail(Failure.UNAVAILABLE, "b");
				store.expire("b");
				await().atMost(SOON).until(() -> !a.serviceIsUp("web", "b"));
				assertThat(a.getStatus().isUp()).isTrue();
				store.heal();
				await().atMost(SOON).until(() -> a.serviceIsUp("web", "b"));
			}));
		}
	}

}
