package io.servicegroup.tooz.memcached.client;

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

}
