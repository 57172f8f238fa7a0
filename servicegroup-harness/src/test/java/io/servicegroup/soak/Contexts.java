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
 * Starts and stops applications in this JVM, one after the other. Each joins its group,
 * observes it and is elected its leader.
 */
final class Contexts {

	/**
	 * Applications before the first measurement, so that objects that are created once or
	 * cached exist.
	 */
	private static final int WARM_UP = 5;

	private static final Duration SETTLING = Duration.ofSeconds(20);

	private Contexts() {
	}

	/** Runs a number of applications, and returns what is left of them in the JVM. */
	static Leftover run(String url, int rounds) {
		runAll(url, WARM_UP);
		Footprint before = awaitSettled(0, Footprint.take()).after();
		runAll(url, rounds);
		return awaitSettled(rounds, before);
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
	 * Waits for threads to end and for direct buffers to be freed, which happens some
	 * time after the garbage collection that finds them.
	 */
	private static Leftover awaitSettled(int rounds, Footprint before) {
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
