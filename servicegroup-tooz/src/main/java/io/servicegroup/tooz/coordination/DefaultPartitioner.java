package io.servicegroup.tooz.coordination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.HashRing;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.Partitioner;
import io.servicegroup.tooz.RebalanceEvent;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.coordination.GroupFollower.Reading;
import io.servicegroup.tooz.coordination.ManagedCoordinator.GroupReading;
import org.jspecify.annotations.Nullable;

/**
 * Implements a partitioner: follows a group and builds its hash ring.
 */
final class DefaultPartitioner implements Partitioner, GroupSource<HashRing, RebalanceEvent> {

	static final Duration POLL = Duration.ofSeconds(1);

	private final ManagedCoordinator coordinator;

	private final ManagedCoordinator.Reader reader;

	private final String group;

	private final int partitions;

	private final boolean joined;

	private final HashRing empty;

	private final Consumer<DefaultPartitioner> stopper;

	private final GroupFollower<HashRing, RebalanceEvent> follower;

	private final GracePeriod gracePeriod;

	private final LongSupplier losses;

	/** How many losses were known at the last reading. */
	private long knownLosses;

	/** The last reading and its ring, which may have been rejected. */
	private @Nullable Built built;

	/**
	 * Creates a partitioner without a ring. {@linkplain #follower() Refresh} it before
	 * its first use.
	 * @param coordinator reads the group
	 * @param group the group's id
	 * @param partitions the number of points of a member with weight 1
	 * @param joined whether this member has joined the group for the partitioner
	 * @param losses counts the memberships that the store has lost
	 * @param silence notices that the store does not answer
	 * @param wake called when a read becomes due early
	 * @param stopper stops following the group
	 */
	DefaultPartitioner(ManagedCoordinator coordinator, String group, int partitions, boolean joined,
			LongSupplier losses, StoreSilence silence, Runnable wake, Consumer<DefaultPartitioner> stopper) {
		this.coordinator = coordinator;
		this.reader = coordinator.reader(group);
		this.group = group;
		this.partitions = partitions;
		this.joined = joined;
		this.empty = HashRing.of(Map.of(), partitions);
		this.stopper = stopper;
		this.losses = losses;
		this.gracePeriod = new GracePeriod(silence::now, coordinator::membershipTimeout);
		this.follower = new GroupFollower<>(group, this, PollInterval.upTo(POLL), Clock.systemUTC(), silence, wake);
	}

	GroupFollower<HashRing, RebalanceEvent> follower() {
		return this.follower;
	}

	boolean isJoined() {
		return this.joined;
	}

	/** Returns the same ring if nothing has changed. */
	@Override
	@SuppressWarnings("ReferenceEquality")
	public HashRing read(Instant asOf) {
		try {
			GroupReading now = this.reader.read();
			Built before = this.built;
			if (before != null && now == before.reading) {
				return before.ring;
			}
			if (now.members().isEmpty() && isMissing()) {
				// A group that was deleted, or lost by the store, has no members.
				this.gracePeriod.start();
			}
			HashRing ring = ring(MemberWeights.of(now.members(), this.partitions));
			this.built = new Built(now, ring);
			return ring;
		}
		catch (Throwable ex) {
			this.gracePeriod.failed();
			throw ex;
		}
	}

	private HashRing ring(Map<String, Integer> weights) {
		Reading<HashRing> last = this.follower.last();
		return (last != null && last.value().nodes().equals(weights)) ? last.value()
				: HashRing.of(weights, this.partitions);
	}

	private boolean isMissing() {
		try {
			this.coordinator.getMembers(this.group);
			return false;
		}
		catch (GroupNotFoundException ex) {
			return true;
		}
	}

	/**
	 * Rejects a ring without members that the store may have lost: otherwise this member
	 * would own the objects of those whose next heartbeat is due.
	 */
	@Override
	public void check(@Nullable HashRing before, HashRing now) {
		long known = this.losses.getAsLong();
		if (known != this.knownLosses) {
			this.knownLosses = known;
			this.gracePeriod.start();
		}
		if (!this.gracePeriod.accepts(() -> before == null || hasOthers(before, now))) {
			throw new StoreUnavailableException(
					"The store has lost memberships or is available again, and does not list all members yet", null);
		}
	}

	private boolean hasOthers(HashRing before, HashRing now) {
		return before.nodes()
			.keySet()
			.stream()
			.allMatch((node) -> now.nodes().containsKey(node) || node.equals(this.coordinator.memberId()));
	}

	@Override
	public Registration watch(Runnable lookAgain) {
		return this.coordinator.watch(this.group, lookAgain);
	}

	@Override
	public Duration shortestTimeout() {
		return this.coordinator.shortestTimeout();
	}

	@Override
	public boolean isSilence(Throwable failure) {
		return failure instanceof StoreUnavailableException || failure instanceof OperationTimeoutException;
	}

	@Override
	public List<RebalanceEvent> difference(@Nullable HashRing before, HashRing now) {
		return (before == now) ? List.of()
				: List.of(RebalanceEvent.between(this.group, (before != null) ? before : this.empty, now));
	}

	@Override
	public String group() {
		return this.group;
	}

	@Override
	public HashRing ring() {
		return last().value();
	}

	@Override
	public Instant asOf() {
		return last().asOf();
	}

	private Reading<HashRing> last() {
		Reading<HashRing> last = this.follower.last();
		return (last != null) ? last : new Reading<>(this.empty, 0, Instant.EPOCH);
	}

	@Override
	public boolean isStale() {
		return this.follower.isStale();
	}

	@Override
	public boolean belongsToSelf(Object object) {
		return belongsToMember(object, this.coordinator.memberId());
	}

	@Override
	public boolean belongsToSelf(Object object, Set<String> ignored, int replicas) {
		return belongsToMember(object, this.coordinator.memberId(), ignored, replicas);
	}

	@Override
	public Registration onRebalance(Consumer<? super RebalanceEvent> listener) {
		return this.follower.add(new AsyncListener<>(listener, listener), false);
	}

	@Override
	public void release() {
		this.reader.close();
	}

	@Override
	public void stop() {
		this.stopper.accept(this);
	}

	/**
	 * A ring.
	 *
	 * @param reading the reading that it was built from
	 * @param ring the ring
	 */
	private record Built(GroupReading reading, HashRing ring) {
	}

}
