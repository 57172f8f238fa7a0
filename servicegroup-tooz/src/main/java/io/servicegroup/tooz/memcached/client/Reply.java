package io.servicegroup.tooz.memcached.client;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The reply to a command that was sent. Commands sent before one of them is awaited cost
 * one round trip together.
 *
 * @param <T> the type of the reply
 */
@FunctionalInterface
public interface Reply<T extends @Nullable Object> {

	/**
	 * Waits for the reply until the deadline of the call.
	 * @return the reply
	 * @throws io.servicegroup.tooz.CoordinationException if the server did not reply, or
	 * replied with an error
	 */
	T await();

	/**
	 * Waits for the reply, but does not give up on it before its deadline.
	 * @param time the maximum time
	 * @return whether it has arrived
	 * @throws io.servicegroup.tooz.OperationTimeoutException if the deadline is over and
	 * no bytes are arriving
	 */
	default boolean arrivesWithin(Duration time) {
		return true;
	}

	/**
	 * Returns a reply whose value is converted.
	 * @param <R> the type of the new value
	 * @param conversion converts the value
	 * @return the converted reply
	 */
	default <R> Reply<R> map(Function<T, R> conversion) {
		Reply<T> reply = this;
		return new Reply<>() {

			@Override
			public R await() {
				return conversion.apply(reply.await());
			}

			@Override
			public boolean arrivesWithin(Duration time) {
				return reply.arrivesWithin(time);
			}

		};
	}

}
