package io.servicegroup.tooz.concurrent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;

import org.slf4j.Logger;

/**
 * Logs the failures of asynchronous calls whose result nothing waits for.
 */
public final class AsyncFailures {

	private AsyncFailures() {
	}

	/**
	 * Logs the failure of a call at DEBUG, but not its cancellation. Returns without
	 * waiting for the call.
	 * @param call the call
	 * @param logger the logger of the caller
	 * @param message what failed, and what happens next
	 */
	public static void log(CompletionStage<?> call, Logger logger, String message) {
		// This stage only logs: a failure of it has no consequence.
		CompletionStage<?> unused = call.whenComplete((result, failure) -> {
			if (failure != null && !isCancellation(failure)) {
				logger.debug(message, failure);
			}
		});
	}

	private static boolean isCancellation(Throwable failure) {
		return failure instanceof CancellationException || failure.getCause() instanceof CancellationException;
	}

}
