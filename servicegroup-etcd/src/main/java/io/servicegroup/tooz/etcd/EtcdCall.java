package io.servicegroup.tooz.etcd;

import java.util.function.Function;

/**
 * A call that was sent.
 *
 * @param <T> the type of its result
 */
interface EtcdCall<T> {

	/** Waits for the result, at most until the deadline. */
	T await();

	/** Cancels the call if it has no result yet. */
	void cancel();

	/** Returns a call with a result that is made of this one's. */
	default <R> EtcdCall<R> map(Function<T, R> mapper) {
		EtcdCall<T> call = this;
		return new EtcdCall<>() {
			@Override
			public R await() {
				return mapper.apply(call.await());
			}

			@Override
			public void cancel() {
				call.cancel();
			}
		};
	}

}
