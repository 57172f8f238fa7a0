package io.servicegroup.tooz.coordination;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Partitioner;
import io.servicegroup.tooz.Partitions;

/**
 * The partitioners of a coordinator. One thread follows all their groups. Not for
 * applications.
 */
public final class Partitioners implements Partitions, AutoCloseable {

	public static final String THREAD = "servicegroup-partitioner";

	private final ManagedCoordinator coordinator;

	private final LongSupplier losses;

	private final FollowerLoop loop = new FollowerLoop(THREAD);

	private final List<DefaultPartitioner> open = new CopyOnWriteArrayList<>();

	/**
	 * Creates partitioners.
	 * @param losses counts the memberships that the store has lost
	 */
	Partitioners(ManagedCoordinator coordinator, LongSupplier losses) {
		this.coordinator = coordinator;
		this.losses = losses;
	}

	@Override
	public Partitioner join(String group, int weight, int partitions) {
		if (weight < 0 || partitions < 1) {
			throw new IllegalArgumentException("Invalid weight " + weight + " or number of partitions " + partitions
					+ ". Use a weight of 0 or more, and 1 or more partitions");
		}
		this.coordinator.joinGroupCreate(group, Map.of("weight", weight));
		try {
			return open(group, partitions, true);
		}
		catch (RuntimeException | Error ex) {
			leave(group, ex);
			throw ex;
		}
	}

	@Override
	public Partitioner follow(String group, int partitions) {
		if (partitions < 1) {
			throw new IllegalArgumentException(
					"Invalid number of partitions " + partitions + ". Use 1 or more partitions");
		}
		return open(group, partitions, false);
	}

	private Partitioner open(String group, int partitions, boolean joined) {
		DefaultPartitioner partitioner = new DefaultPartitioner(this.coordinator, group, partitions, joined,
				this.losses, this.loop.silence(), this.loop::wake, this::stop);
		try {
			partitioner.follower().refresh();
			Throwable failure = partitioner.follower().failure();
			if (failure instanceof Error error) {
				throw error;
			}
			if (failure instanceof RuntimeException exception && (joined || !partitioner.isSilence(exception))) {
				throw exception;
			}
			this.loop.add(partitioner.follower());
			this.open.add(partitioner);
			return partitioner;
		}
		catch (RuntimeException | Error ex) {
			partitioner.follower().close();
			throw ex;
		}
	}

	/**
	 * Leaves the group: a member without a partitioner must not own objects, because it
	 * would not process them.
	 */
	private void leave(String group, Throwable why) {
		try {
			this.coordinator.leaveGroup(group);
		}
		catch (CoordinationException ex) {
			why.addSuppressed(ex);
		}
	}

	@Override
	public void leave(Partitioner partitioner) {
		if (partitioner instanceof DefaultPartitioner known && !known.isJoined()) {
			throw new IllegalArgumentException("The partitioner follows group '" + partitioner.group()
					+ "' without having joined it. Close the partitioner instead");
		}
		try {
			this.coordinator.leaveGroup(partitioner.group());
			// Reads the group once more, so that no object belongs to this member in its
			// last ring.
			this.open.stream().filter((open) -> open == partitioner).forEach((open) -> open.follower().refresh());
		}
		finally {
			partitioner.close();
		}
	}

	private void stop(DefaultPartitioner partitioner) {
		this.open.remove(partitioner);
		this.loop.remove(partitioner.follower());
	}

	/**
	 * Reads all groups again. Never throws.
	 * @return the members of the groups that could be read
	 */
	Map<String, Set<String>> refresh() {
		Map<String, Set<String>> members = new HashMap<>();
		this.open.forEach((partitioner) -> {
			partitioner.follower().refresh();
			if (!partitioner.isStale()) {
				members.put(partitioner.group(), partitioner.ring().nodes().keySet());
			}
		});
		return members;
	}

	@Override
	public void close() {
		this.open.forEach(this::stop);
	}

}
