package io.servicegroup.tooz.memory;

import java.time.Duration;
import java.util.function.Function;

/**
 * One member's connection to the store, like the client of other backends.
 *
 * @param timeout how long a call may take
 */
record MemoryConnection(MemoryStore store, String memberId, Duration timeout) {

	<T> T read(Function<MemoryData, T> call) {
		return this.store.call(this, false, call);
	}

	<T> T write(Function<MemoryData, T> call) {
		return this.store.call(this, true, call);
	}

	/** Another connection may be equal: a process may use one member id twice. */
	@SuppressWarnings("ReferenceEquality")
	void closeWatches() {
		this.store.watches().stream().filter((watch) -> watch.connection() == this).forEach(MemoryWatch::close);
	}

}
