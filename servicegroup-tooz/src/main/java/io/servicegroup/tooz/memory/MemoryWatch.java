package io.servicegroup.tooz.memory;

import java.util.concurrent.atomic.AtomicBoolean;

import io.servicegroup.tooz.concurrent.AsyncListener;

/**
 * A watch of one group. Its listener is called on a separate thread. Several changes
 * before that call cause only one call.
 */
final class MemoryWatch {

	private final String group;

	private final String memberId;

	private final AtomicBoolean due = new AtomicBoolean();

	private final AsyncListener<String> listener;

	MemoryWatch(String group, String memberId, Runnable lookAgain) {
		this.group = group;
		this.memberId = memberId;
		this.listener = new AsyncListener<>(lookAgain, (event) -> {
			this.due.set(false);
			lookAgain.run();
		});
	}

	String group() {
		return this.group;
	}

	String memberId() {
		return this.memberId;
	}

	void push() {
		if (this.due.compareAndSet(false, true)) {
			this.listener.enqueue(this.group);
		}
	}

	/** Stops the calls of the listener. */
	void stop() {
		this.listener.close();
	}

}
