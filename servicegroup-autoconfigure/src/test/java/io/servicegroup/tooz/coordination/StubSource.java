package io.servicegroup.tooz.coordination;

import java.time.Duration;

import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;

/**
 * A source of a store with a timeout of 4 s, which pushes nothing.
 */
abstract class StubSource<R> implements GroupSource<R, String> {

	@Override
	public Registration watch(Runnable lookAgain) {
		return () -> {
		};
	}

	@Override
	public Duration shortestTimeout() {
		return Duration.ofSeconds(4);
	}

	@Override
	public boolean isSilence(Throwable failure) {
		return failure instanceof StoreUnavailableException;
	}

}
