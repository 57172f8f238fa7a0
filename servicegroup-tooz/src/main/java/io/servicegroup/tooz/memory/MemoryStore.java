package io.servicegroup.tooz.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import io.servicegroup.tooz.Departure;

/**
 * A store in this JVM. A test uses it to advance the store's clock, to inject failures
 * and to delete its data. All coordinators of this JVM whose URL is {@code memory://name}
 * share the store of that name, unless they use two copies of this library.
 * <p>
 * A store exists until {@link #close()}, even while no coordinator uses it. Like a
 * server, it keeps groups and operator switches when all members restart. Its time is the
 * JVM's monotonic time, plus the durations passed to {@link #advance}. Expired entries
 * are removed by the next call of a coordinator, or by {@link #advance}. Thread-safe; one
 * lock orders all calls.
 *
 * @since 0.1.0
 */
public final class MemoryStore implements AutoCloseable {

	private static final Map<String, MemoryStore> STORES = new ConcurrentHashMap<>();

	private final String name;

	private final ReentrantLock lock = new ReentrantLock();

	/** Signalled when the data or a fault has changed. */
	private final Condition changed = this.lock.newCondition();

	private final MemoryData data = new MemoryData();

	private final MemoryFaults faults;

	private final Set<MemoryWatch> watches = ConcurrentHashMap.newKeySet();

	private final Instant epoch = Instant.now();

	private final long started = System.nanoTime();

	private Duration advanced = Duration.ZERO;

	private MemoryStore(String name) {
		this.name = name;
		this.faults = new MemoryFaults(this, this.changed);
	}

	/**
	 * Returns the store with a name. Creates it if it does not exist.
	 * @param name the host of the URL
	 * @return the store
	 */
	public static MemoryStore named(String name) {
		return STORES.computeIfAbsent(name, MemoryStore::new);
	}

	/**
	 * Moves the store's clock forward. Memberships, locks and leaderships whose timeouts
	 * have passed by then expire. The clocks of members do not move: a member sends its
	 * next heartbeat when it is due in real time, and the holder of a lock detects at its
	 * next renewal that the lock has expired.
	 * @param time the duration to add to the store's time
	 */
	public void advance(Duration time) {
		change((data) -> {
			this.advanced = this.advanced.plus(time);
			data.removeExpired(now());
		});
	}

	/**
	 * Moves the store's clock forward, as if all members had sent their heartbeats
	 * meanwhile: what they hold does not expire. The memberships, locks and leaderships
	 * of the given members, and of those whose writes fail, expire if their timeouts are
	 * over by then.
	 * @param time the duration to add to the store's time
	 * @param silentMemberIds the members that send no heartbeats
	 */
	public void elapse(Duration time, String... silentMemberIds) {
		Set<String> silent = Set.of(silentMemberIds);
		change((data) -> {
			data.removeExpired(now());
			this.advanced = this.advanced.plus(time);
			data.renew(now(), (memberId) -> !silent.contains(memberId) && this.faults.isWritable(memberId));
			data.removeExpired(now());
		});
	}

	/**
	 * Expires the memberships, locks and leaderships of a member, as if its timeouts were
	 * over. A live member joins again with its next heartbeat.
	 * @param memberId the member's id
	 */
	public void expire(String memberId) {
		change((data) -> data.remove((lease) -> lease.memberId().equals(memberId), Departure.DIED));
	}

	/**
	 * Deletes all groups, members, operator switches and locks, like a server that
	 * restarts without its data. Fencing tokens continue to increase.
	 */
	public void clear() {
		change(MemoryData::clear);
	}

	/**
	 * Makes the calls of members fail until {@link #heal()}. Replaces an earlier failure
	 * or delay of the same members.
	 * @param failure how they fail
	 * @param memberIds the affected members; every member if none is given
	 */
	public void fail(Failure failure, String... memberIds) {
		change((data) -> this.faults.set(failure, Duration.ZERO, memberIds));
	}

	/**
	 * Delays each answer to members until {@link #heal()}. A call takes effect
	 * immediately, and its answer arrives later. An answer that would arrive after the
	 * call's deadline is lost. Replaces an earlier failure or delay of the same members.
	 * @param delay how long an answer takes
	 * @param memberIds the affected members; every member if none is given
	 */
	public void delay(Duration delay, String... memberIds) {
		change((data) -> this.faults.set(null, delay, memberIds));
	}

	/**
	 * Ends all failures and delays. Calls that wait for an answer get it immediately, and
	 * every watch is called.
	 */
	public void heal() {
		change((data) -> this.faults.clear());
		this.watches.forEach(MemoryWatch::push);
	}

	/**
	 * Removes the store. Its name then refers to a new, empty store. Calls of
	 * coordinators that still use this store fail with
	 * {@link io.servicegroup.tooz.StoreUnavailableException}.
	 */
	@Override
	public void close() {
		STORES.remove(this.name, this);
		clear();
		fail(Failure.UNAVAILABLE);
	}

	/** Changes the store directly. Injected failures do not affect this. */
	void change(Consumer<MemoryData> change) {
		this.lock.lock();
		try {
			change.accept(this.data);
			publish();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Runs one call of a member.
	 * @param memberId the member's id
	 * @param timeout how long the call may take
	 * @param writing whether the call may change data
	 * @param call the operation, which excludes all other calls
	 * @return the result of the operation
	 */
	<T> T call(String memberId, Duration timeout, boolean writing, Function<MemoryData, T> call) {
		long deadline = System.nanoTime() + timeout.toNanos();
		this.lock.lock();
		try {
			this.faults.check(memberId, writing, deadline);
			T answer = run(call);
			this.faults.awaitAnswer(memberId, deadline);
			return answer;
		}
		finally {
			this.lock.unlock();
		}
	}

	private <T> T run(Function<MemoryData, T> call) {
		try {
			this.data.removeExpired(now());
			return call.apply(this.data);
		}
		finally {
			publish();
		}
	}

	/**
	 * Wakes waiting calls. Calls the watches of changed groups, each on its own thread.
	 */
	private void publish() {
		Set<String> keys = this.data.takeChanged();
		if (!keys.isEmpty()) {
			this.changed.signalAll();
			this.watches.stream()
				.filter((watch) -> keys.contains(watch.group()) && this.faults.isReachable(watch.memberId()))
				.forEach(MemoryWatch::push);
		}
	}

	/** Waits until the data has changed since the given number of changes. */
	void awaitChange(long changes, Duration longest) throws InterruptedException {
		this.lock.lock();
		try {
			long nanos = longest.toNanos();
			while (this.data.changes() == changes && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	Set<MemoryWatch> watches() {
		return this.watches;
	}

	/**
	 * Returns the time of the store, which is independent of changes of the system clock.
	 */
	private Instant now() {
		return this.epoch.plusNanos(System.nanoTime() - this.started).plus(this.advanced);
	}

	@Override
	public String toString() {
		return "memory://" + this.name;
	}

	/**
	 * How the calls of members fail. Kinds may be added.
	 */
	public enum Failure {

		/** Each call is refused immediately, as by a server that is down. */
		UNAVAILABLE,

		/** Each call that changes data is refused; reads succeed. */
		READ_ONLY,

		/** No call is answered or takes effect; each waits until its deadline. */
		SILENT

	}

}
