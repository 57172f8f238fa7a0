package io.servicegroup.membership;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import org.awaitility.core.ConditionFactory;

import static org.awaitility.Awaitility.await;

/**
 * Waits over a driver or a {@code ServiceGroupAPI}.
 */
public final class ServiceGroupWaits {

	/** For the first call of a JVM. */
	private static final Duration COLD = Duration.ofSeconds(20);

	private ServiceGroupWaits() {
	}

	/**
	 * Waits while the store is, or may be, unavailable: it was just frozen, killed,
	 * restarted or started, so that a call may fail.
	 */
	public static ConditionFactory withinDespiteOutage(Duration limit) {
		return await().atMost(limit)
			.pollInterval(Duration.ofMillis(50))
			.ignoreException(ServiceGroupUnavailableException.class);
	}

	/** Warms up a driver that connects, and makes its table, with the first join. */
	public static void joinOnce(Supplier<ServiceGroupDriver> drivers) {
		await().atMost(COLD).pollInterval(Duration.ofMillis(50)).ignoreExceptions().untilAsserted(() -> {
			try (ServiceGroupDriver first = drivers.get()) {
				first.join("warm-up", Map.of());
				first.leave("warm-up");
			}
		});
	}

}
