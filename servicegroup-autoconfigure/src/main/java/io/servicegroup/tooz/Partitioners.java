package io.servicegroup.tooz;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A coordinator's partitioners.
 */
final class Partitioners implements AutoCloseable {

	private final Coordinator coordinator;

	private final List<DefaultPartitioner> open = new CopyOnWriteArrayList<>();

	Partitioners(Coordinator coordinator) {
		this.coordinator = coordinator;
	}

	Partitioner join(String group, int weight, int partitions) {
		if (weight < 0 || partitions < 1) {
			throw new IllegalArgumentException(
					"The weight must not be negative and the partitions have to be positive, " + "not " + weight
							+ " and " + partitions);
		}
		this.coordinator.joinGroupCreate(group, Map.of("weight", weight));
		GroupRing ring = new GroupRing(this.coordinator, group, partitions, Clock.systemUTC(), System::nanoTime);
		try {
			ring.read();
			DefaultPartitioner partitioner = new DefaultPartitioner(ring, this.coordinator.memberId(),
					this.open::remove);
			this.open.add(partitioner);
			return partitioner;
		}
		catch (ToozError | Error ex) {
			leave(group, ex);
			throw ex;
		}
	}

	/** Nobody would own what falls to a member that has no partitioner. */
	private void leave(String group, Throwable why) {
		try {
			this.coordinator.leaveGroup(group);
		}
		catch (ToozError ex) {
			why.addSuppressed(ex);
		}
	}

	void leave(Partitioner partitioner) {
		try {
			this.coordinator.leaveGroup(partitioner.group());
			// So that nothing belongs to this member in what it goes on to show.
			this.open.stream().filter((open) -> open == partitioner).forEach(DefaultPartitioner::refresh);
		}
		finally {
			partitioner.close();
		}
	}

	/** Reads all groups again; never throws. */
	void refresh() {
		this.open.forEach(DefaultPartitioner::refresh);
	}

	@Override
	public void close() {
		this.open.forEach(DefaultPartitioner::close);
	}

}
