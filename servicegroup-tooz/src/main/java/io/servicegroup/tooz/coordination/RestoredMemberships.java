package io.servicegroup.tooz.coordination;

import java.util.concurrent.atomic.AtomicLong;

import io.servicegroup.tooz.CoordinationObserver;

/**
 * Counts the memberships that the store had lost and a heartbeat has restored.
 */
final class RestoredMemberships {

	private final CoordinationObserver observer;

	private final AtomicLong count = new AtomicLong();

	RestoredMemberships(CoordinationObserver observer) {
		this.observer = observer;
	}

	void add(String group) {
		this.count.incrementAndGet();
		this.observer.membershipRestored(group);
	}

	long count() {
		return this.count.get();
	}

}
