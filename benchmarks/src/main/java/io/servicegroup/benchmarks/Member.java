package io.servicegroup.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Creates members and observers of this library as an application has them.
 */
final class Member {

	/** As configured by default. */
	static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

	static final Map<String, Object> CAPABILITIES = Map.of("host", "10.0.0.17", "port", 8080, "version", "1.4.2");

	private Member() {
	}

	/** Returns an API of its own connection, not started. */
	static LiveServiceGroupAPI api(String url, String id) {
		return api(url, id, POLL_INTERVAL);
	}

	static LiveServiceGroupAPI api(String url, String id, Duration pollInterval) {
		return new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(url), id), null, pollInterval,
				List.of());
	}

	/** Returns a started coordinator. */
	static Coordinator coordinator(String url, String id) {
		Coordinator coordinator = Coordinators.get(url, id);
		coordinator.start();
		return coordinator;
	}

}
