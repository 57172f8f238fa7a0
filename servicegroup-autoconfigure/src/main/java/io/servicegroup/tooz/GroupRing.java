package io.servicegroup.tooz;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

import io.servicegroup.tooz.GroupOperations.MemberInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group's ring as of its last reading, and who wants to know of its changes.
 */
final class GroupRing implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Partitioner.class);

	private final Coordinator coordinator;

	private final String group;

	private final int partitions;

	private final Clock clock;

	private final List<IsolatedListener<Rebalanced>> listeners = new CopyOnWriteArrayList<>();

	private final ReentrantLock reading = new ReentrantLock();

	private volatile Reading last;

	private volatile boolean closed;

	GroupRing(Coordinator coordinator, String group, int partitions, Clock clock) {
		this.coordinator = coordinator;
		this.group = group;
		this.partitions = partitions;
		this.clock = clock;
		this.last = new Reading(new HashRing(List.of(), partitions), Instant.MIN, true);
	}

	Coordinator coordinator() {
		return this.coordinator;
	}

	String group() {
		return this.group;
	}

	Reading last() {
		return this.last;
	}

	boolean isStale() {
		return this.closed || this.last.stale();
	}

	/** Reads the group; two at once would let an old answer replace a new one. */
	void read() {
		this.reading.lock();
		try {
			Instant asOf = this.clock.instant();
			accept(ring(MemberWeights.of(members(), this.partitions)), asOf);
		}
		finally {
			this.reading.unlock();
		}
	}

	private Map<String, MemberInfo> members() {
		try {
			return this.coordinator.getMembersWithCapabilities(this.group);
		}
		catch (GroupNotCreated ex) {
			// A group that was deleted, or lost by the store, has no members.
			return Map.of();
		}
	}

	private HashRing ring(Map<String, Integer> weights) {
		HashRing before = this.last.ring();
		return before.nodes().equals(weights) ? before : HashRing.of(weights, this.partitions);
	}

	private void accept(HashRing ring, Instant asOf) {
		Reading before = this.last;
		if (this.closed) {
			return;
		}
		// First, so that a listener which asks sees what it is told.
		this.last = new Reading(ring, asOf, false);
		if (ring != before.ring() && !this.listeners.isEmpty()) {
			Rebalanced event = Rebalanced.between(this.group, before.ring(), ring);
			this.listeners.forEach((listener) -> listener.tell(event));
		}
	}

	/** Reads the group; where that fails, the last ring stays, as stale. Never throws. */
	void refresh() {
		this.reading.lock();
		try {
			boolean stale = this.last.stale();
			read();
			if (stale) {
				logger.info("Partitioned group '{}' can be read again", this.group);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		finally {
			this.reading.unlock();
		}
	}

	private void failed(Throwable ex) {
		if (!this.last.stale() && !this.closed) {
			logger.warn("Partitioned group '{}' cannot be read: its work stays shared out as it was. {}", this.group,
					ex.getMessage());
		}
		this.last = new Reading(this.last.ring(), this.last.asOf(), true);
	}

	/** What changes after the ring that the caller sees next is told to the listener. */
	void add(IsolatedListener<Rebalanced> listener) {
		this.listeners.add(listener);
		if (this.closed) {
			listener.close();
		}
	}

	void remove(IsolatedListener<Rebalanced> listener) {
		this.listeners.remove(listener);
		listener.close();
	}

	@Override
	public void close() {
		this.closed = true;
		this.listeners.forEach(IsolatedListener::close);
	}

	/**
	 * What was read.
	 *
	 * @param ring the ring
	 * @param asOf the moment before the group was asked for
	 * @param stale whether the group could not be read since
	 */
	record Reading(HashRing ring, Instant asOf, boolean stale) {
	}

}
