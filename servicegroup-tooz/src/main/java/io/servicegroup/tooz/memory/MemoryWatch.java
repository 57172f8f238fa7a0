package io.servicegroup.tooz.memory;

import java.util.concurrent.atomic.AtomicBoolean;

import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.AsyncListener;

/**
 * A watch of one group. Its listener is called on a separate thread. Several changes
 * before that call cause only one call.
 */
final class MemoryWatch implements Registration {

	private final String group;

	private final MemoryConnection connection;

	private final AtomicBoolean due = new AtomicBoolean();

	private final AsyncListener<String> listener;

	MemoryWatch(String group, MemoryConnection connection, Runnable lookAgain) {
		this.group = group;
		this.connection = connection;
		this.listener = new AsyncListener<>(lookAgain, (event) -> {
			this.due.set(false);
			lookAgain.run();
		});
	}

	String group() {
		return this.group;
	}

	MemoryConnection connection() {
		return this.connection;
	}

	/**
	 * Registers the watch and calls its listener once, because the group may have changed
	 * since the caller has read it.
	 */
	void start() {
		this.connection.read((data) -> this.connection.store().watches().add(this));
		push();
	}

	void push() {
		if (this.due.compareAndSet(false, true)) {
			this.listener.enqueue(this.group);
		}
	}

	@Override
	public void close() {
		this.connection.store().watches().remove(this);
		this.listener.close();
	}

}
