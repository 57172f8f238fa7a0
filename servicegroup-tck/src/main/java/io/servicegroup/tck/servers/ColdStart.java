package io.servicegroup.tck.servers;

import java.time.Duration;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;

import static org.awaitility.Awaitility.await;

/**
 * Starts the first coordinator of a JVM. On a busy machine the first call loads classes
 * for longer than the deadlines of the tests, so it is repeated, as an application does.
 */
public final class ColdStart {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private ColdStart() {
	}

	public static Coordinator start(String url, String member) {
		Coordinator coordinator = Coordinators.get(url, member);
		await().atMost(LIMIT)
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptionsMatching(
					(ex) -> ex instanceof OperationTimeoutException || ex instanceof StoreUnavailableException)
			.untilAsserted(coordinator::start);
		return coordinator;
	}

}
