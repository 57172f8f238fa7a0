package io.servicegroup.tooz.memory;

import java.time.Duration;
import java.time.Instant;

/**
 * A lease that keeps entries alive. There is one for the memberships of a backend, and
 * one for each contender for a lock. It distinguishes two processes with the same member
 * id. Guarded by the store's lock.
 */
final class MemoryLease {

	private final String memberId;

	private final Duration timeout;

	private Instant renewedAt = Instant.MIN;

	private Instant expiresAt = Instant.MIN;

	MemoryLease(String memberId, Duration timeout) {
		this.memberId = memberId;
		this.timeout = timeout;
	}

	String memberId() {
		return this.memberId;
	}

	Duration timeout() {
		return this.timeout;
	}

	Instant renewedAt() {
		return this.renewedAt;
	}

	void renew(Instant now) {
		this.renewedAt = now;
		this.expiresAt = now.plus(this.timeout);
	}

	boolean isExpired(Instant now) {
		return !now.isBefore(this.expiresAt);
	}

}
