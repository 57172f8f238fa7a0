package io.servicegroup.tooz;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.GroupOperations.MemberInfo;
import org.jspecify.annotations.Nullable;
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

	private final LongSupplier nanoTime;

	private final List<Told> listeners = new CopyOnWriteArrayList<>();

	private final ReentrantLock reading = new ReentrantLock();

	private volatile Reading last;

	/** From when on the last reading is too old, whatever became of those after it. */
	private volatile long oldFrom;

	private volatile boolean closed;

	GroupRing(Coordinator coordinator, String group, int partitions, Clock clock, LongSupplier nanoTime) {
		this.coordinator = coordinator;
		this.group = group;
		this.partitions = partitions;
		this.clock = clock;
		this.nanoTime = nanoTime;
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
		// The loop that reads may hang; so this asks for nothing but the time.
		return this.closed || this.last.stale() || this.nanoTime.getAsLong() - this.oldFrom >= 0;
	}

	/** Reads the group; two at once would let an old answer replace a new one. */
	void read() {
		this.reading.lock();
		try {
			long begun = this.nanoTime.getAsLong();
			Instant asOf = this.clock.instant();
			HashRing ring = ring(MemberWeights.of(members(), this.partitions));
			if (!this.closed) {
				accept(ring, asOf, begun);
			}
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

	private void accept(HashRing ring, Instant asOf, long begun) {
		this.oldFrom = begun + ReadingAge.limit(RingFollower.INTERVAL, this.coordinator.shortestTimeout()).toNanos();
		// First, so that a listener which asks sees what it is told.
		this.last = new Reading(ring, asOf, false);
		tell(ring);
	}

	/**
	 * Tells each listener what differs from what it was told last: where telling throws,
	 * the rest comes with the next reading, and nothing comes twice.
	 */
	private void tell(HashRing ring) {
		@Nullable Rebalanced event = null;
		for (Told told : this.listeners) {
			if (told.ring != ring) {
				if (event == null || event.before() != told.ring) {
					event = Rebalanced.between(this.group, told.ring, ring);
				}
				told.listener.tell(event);
				told.ring = ring;
			}
		}
	}

	/** Reads the group; where that fails, by whatever, the last ring stays, as stale. */
	void refresh() {
		this.reading.lock();
		try {
			boolean stale = this.last.stale();
			read();
			this.listeners.forEach((told) -> told.listener.wake());
			if (stale) {
				logger.info("Partitioned group '{}' can be read again", this.group);
			}
		}
		catch (Throwable ex) {
			// First, as this needs no memory: the rest may fail, too.
			this.oldFrom = this.nanoTime.getAsLong();
			failed(ex);
		}
		finally {
			this.reading.unlock();
		}
	}

	private void failed(Throwable ex) {
		if (!this.last.stale() && !this.closed) {
			logger.warn(
					"Partitioned group '{}' cannot be read: its work stays shared out as it was; reading is "
							+ "retried every {} ms. Cause: {}",
					this.group, RingFollower.INTERVAL.toMillis(), ex.toString(), (ex instanceof Error) ? ex : null);
		}
		this.last = new Reading(this.last.ring(), this.last.asOf(), true);
	}

	/** What changes after the ring that the caller sees next is told to the listener. */
	void add(IsolatedListener<Rebalanced> listener) {
		this.listeners.add(new Told(listener, this.last.ring()));
		if (this.closed) {
			listener.close();
		}
	}

	void remove(IsolatedListener<Rebalanced> listener) {
		this.listeners.removeIf((told) -> told.listener == listener);
		listener.close();
	}

	@Override
	public void close() {
		this.closed = true;
		this.listeners.forEach((told) -> told.listener.close());
	}

	/**
	 * A listener, and the ring that it was told last.
	 */
	private static final class Told {

		private final IsolatedListener<Rebalanced> listener;

		/** Used under the lock of the readings. */
		private HashRing ring;

		Told(IsolatedListener<Rebalanced> listener, HashRing ring) {
			this.listener = listener;
			this.ring = ring;
		}

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
