package io.servicegroup.tooz.coordination;

import java.util.Collection;
import java.util.function.Consumer;

import io.servicegroup.tooz.CoordinationException;
import org.jspecify.annotations.Nullable;

/**
 * Makes several calls, such as one for each group, so that one that fails does not affect
 * the others.
 */
final class IsolatedCalls {

	private IsolatedCalls() {
	}

	/**
	 * Makes all calls, then throws the first failure. Stops at a failure that is
	 * {@linkplain CoordinationException#isStoreWide() store-wide}, because each further
	 * call would only wait for its deadline.
	 */
	static <T> void forEach(Collection<? extends T> items, Consumer<T> call) {
		@Nullable CoordinationException first = null;
		for (T item : items) {
			try {
				call.accept(item);
			}
			catch (CoordinationException ex) {
				first = (first != null) ? first : ex;
				if (ex.isStoreWide()) {
					break;
				}
			}
		}
		if (first != null) {
			throw first;
		}
	}

}
