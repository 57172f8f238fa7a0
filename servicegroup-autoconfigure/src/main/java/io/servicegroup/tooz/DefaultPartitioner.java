package io.servicegroup.tooz;

import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A partitioner over a ring that is read again on a thread of its own.
 */
final class DefaultPartitioner implements Partitioner {

	private final GroupRing ring;

	private final String self;

	private final Consumer<DefaultPartitioner> closed;

	private final RingFollower follower;

	/**
	 * Creates a partitioner and starts to follow its group.
	 * @param ring what it shows
	 * @param self the coordinator's own member
	 * @param closed called when it is closed
	 */
	DefaultPartitioner(GroupRing ring, String self, Consumer<DefaultPartitioner> closed) {
		this.ring = ring;
		this.self = self;
		this.closed = closed;
		this.follower = new RingFollower(ring);
		this.follower.start();
	}

	@Override
	public String group() {
		return this.ring.group();
	}

	@Override
	public HashRing ring() {
		return this.ring.last().ring();
	}

	@Override
	public Instant asOf() {
		return this.ring.last().asOf();
	}

	@Override
	public boolean isStale() {
		return this.ring.isStale();
	}

	@Override
	public boolean belongsToSelf(Object object) {
		return belongsToMember(object, this.self);
	}

	@Override
	public boolean belongsToSelf(Object object, Set<String> ignored, int replicas) {
		return belongsToMember(object, this.self, ignored, replicas);
	}

	@Override
	public Registration onRebalance(Consumer<? super Rebalanced> listener) {
		IsolatedListener<Rebalanced> isolated = new IsolatedListener<>(listener, listener);
		this.ring.add(isolated);
		return () -> this.ring.remove(isolated);
	}

	void refresh() {
		this.ring.refresh();
	}

	@Override
	public void stop() {
		this.closed.accept(this);
		this.ring.close();
		this.follower.close();
	}

}
