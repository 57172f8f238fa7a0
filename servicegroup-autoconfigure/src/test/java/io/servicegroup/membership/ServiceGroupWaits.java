package io.servicegroup.membership;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import org.awaitility.core.ConditionFactory;

import static org.awaitility.Awaitility.await;

/**
 * Waits for conditions of a driver or a {@code ServiceGroupAPI}.
 */
public final class ServiceGroupWaits {

	/** Limit of the first call in a JVM. */
	private static final Duration COLD = Duration.ofSeconds(20);

	private ServiceGroupWaits() {
	}

	/**
	 * Waits while the store may be unavailable, because it was just frozen, killed or
	 * started. Failed calls are ignored.
	 */
	public static ConditionFactory withinDespiteOutage(Duration limit) {
		return await().atMost(limit)
			.pollInterval(Duration.ofMillis(50))
			.ignoreException(ServiceGroupUnavailableException.class);
	}

	/** Warms up a driver that connects and creates its table with the first join. */
	public static void joinOnce(Supplier<ServiceGroupDriver> drivers) {
		await().atMost(COLD).pollInterval(Duration.ofMillis(50)).ignoreExceptions().untilAsserted(() -> {
			try (ServiceGroupDriver first = drivers.get()) {
				first.join("warm-up", Map.of());
				first.leave(Set.of("warm-up"));
			}
		});
	}

}
