package io.servicegroup.soak;

import java.time.Duration;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.autoconfigure.ServiceGroupIntegrationAutoConfiguration;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.awaitility.Awaitility.await;

/**
 * Starts and stops applications in this JVM, one after the other: each joins, follows its
 * group and leads it.
 */
final class Contexts {

	/** What is made once, or kept for a while, is there after these. */
	private static final int WARM_UP = 5;

	private static final Duration SETTLING = Duration.ofSeconds(20);

	private Contexts() {
	}

	/** What is left over after so many of them. */
	static Leftover run(String url, int rounds) {
		runAll(url, WARM_UP);
		Footprint before = settled(0, Footprint.take()).after();
		runAll(url, rounds);
		return settled(rounds, before);
	}

	private static void runAll(String url, int rounds) {
		for (int i = 0; i < rounds; i++) {
			runOnce(url);
		}
	}

	private static void runOnce(String url) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("servicegroup.tooz-url=" + url, "servicegroup.group=contexts",
					"servicegroup.leader-election.enabled=true", "servicegroup.poll-interval=100ms",
					"spring.main.banner-mode=off")
			.run()) {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			await().atMost(SETTLING)
				.pollInterval(Duration.ofMillis(10))
				.until(() -> api.isLeader("contexts") && api.view("contexts").isUp(api.getMemberId()));
		}
	}

	/**
	 * Threads that end by themselves get the time to, and buffers to be freed: that comes
	 * some time after the collection that finds them.
	 */
	private static Leftover settled(int rounds, Footprint before) {
		long end = System.nanoTime() + SETTLING.toNanos();
		while (true) {
			Leftover now = new Leftover(rounds, before, Footprint.take());
			if (System.nanoTime() > end || now.violations().isEmpty()) {
				return now;
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ServiceGroupAutoConfiguration.class, ServiceGroupIntegrationAutoConfiguration.class })
	static class Application {

	}

}
