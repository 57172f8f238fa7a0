package io.servicegroup.tooz.memory;

import java.time.Duration;

import io.servicegroup.tooz.memory.MemoryData.Hold;
import io.servicegroup.tooz.spi.LockContender;

/**
 * A contender for a lock. Its lease identifies it as the holder, even if the answer to
 * the acquisition was lost.
 */
final class MemoryLock implements LockContender {

	/**
	 * The longest wait between two tries, because the expiry of a lock is not signalled.
	 */
	private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

	private final MemoryConnection connection;

	private final String key;

	private final MemoryLease lease;

	private volatile long token;

	/** The store's number of changes at the last try. */
	private volatile long seen;

	MemoryLock(MemoryConnection connection, String key, Duration timeout) {
		this.connection = connection;
		this.key = key;
		this.lease = new MemoryLease(connection.memberId(), timeout);
	}

	@Override
	public boolean tryAcquire(boolean shared) {
		return this.connection.write((data) -> {
			this.seen = data.changes();
			Hold hold = data.hold(this.key, this.lease);
			if (hold == null) {
				if (!data.holds(this.key).stream().allMatch((other) -> shared && other.shared())) {
					return false;
				}
				hold = data.addHold(this.key, this.lease, shared);
			}
			this.lease.renew(data.now());
			this.token = hold.token();
			return true;
		});
	}

	@Override
	public void awaitChance(Duration longest) throws InterruptedException {
		boolean isShort = longest.compareTo(LONGEST_WAIT) < 0;
		this.connection.awaitChange(this.seen, isShort ? longest : LONGEST_WAIT);
	}

	@Override
	public boolean renew() {
		return this.connection.write((data) -> {
			if (data.hold(this.key, this.lease) == null) {
				return false;
			}
			this.lease.renew(data.now());
			return true;
		});
	}

	@Override
	public boolean isHeld() {
		return this.connection.read((data) -> data.hold(this.key, this.lease) != null);
	}

	@Override
	public boolean release() {
		return this.connection.write((data) -> data.removeHolds(this.key, (holder) -> holder == this.lease));
	}

	@Override
	public boolean breakHold() {
		return this.connection.write((data) -> data.removeHolds(this.key, (holder) -> true));
	}

	@Override
	public long fencingToken() {
		return this.token;
	}

	@Override
	public Duration timeToLive() {
		return this.lease.timeout();
	}

}
