package io.servicegroup.tooz.memory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.servicegroup.tooz.Registration;

/**
 * One member's connection to the store, like the client of other backends. Thread-safe.
 */
final class MemoryConnection {

	private final MemoryStore store;

	private final String memberId;

	private final Duration timeout;

	private final Set<MemoryWatch> watches = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a connection.
	 * @param timeout how long a call may take
	 */
	MemoryConnection(MemoryStore store, String memberId, Duration timeout) {
		this.store = store;
		this.memberId = memberId;
		this.timeout = timeout;
	}

	String memberId() {
		return this.memberId;
	}

	<T> T read(Function<MemoryData, T> call) {
		return this.store.call(this.memberId, this.timeout, false, call);
	}

	<T> T write(Function<MemoryData, T> call) {
		return this.store.call(this.memberId, this.timeout, true, call);
	}

	/** Waits until the data has changed since the given number of changes. */
	void awaitChange(long changes, Duration longest) throws InterruptedException {
		this.store.awaitChange(changes, longest);
	}

	/**
	 * Watches a group, and calls the listener once, because the group may have changed
	 * since the caller has read it.
	 */
	Registration watch(String group, Runnable lookAgain) {
		MemoryWatch watch = new MemoryWatch(group, this.memberId, lookAgain);
		read((data) -> this.store.watches().add(watch));
		this.watches.add(watch);
		watch.push();
		return () -> close(watch);
	}

	private void close(MemoryWatch watch) {
		this.watches.remove(watch);
		this.store.watches().remove(watch);
		watch.stop();
	}

	void closeWatches() {
		this.watches.forEach(this::close);
	}

}
