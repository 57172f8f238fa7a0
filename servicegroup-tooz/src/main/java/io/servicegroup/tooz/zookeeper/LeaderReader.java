package io.servicegroup.tooz.zookeeper;

import java.util.Optional;

import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.format.IdText;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.apache.zookeeper.KeeperException;

/**
 * Reads a group's leader in two round trips: the queue for its lock, then the first node,
 * whose data is the leader's id.
 */
final class LeaderReader {

	private final ZooKeeperPaths paths;

	LeaderReader(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	/** Returns the leader, or nothing if there is none. */
	Optional<Leader> read(SessionCalls session, String group) throws KeeperException {
		String lock = this.paths.leader(group);
		try {
			Optional<String> first = LockQueue.of(session.await(session.children(lock))).first();
			return first.isPresent() ? Optional.of(leader(session.await(session.read(lock + "/" + first.get()))))
					: Optional.empty();
		}
		catch (KeeperException.NoNodeException ex) {
			// There was no election yet, or the leader resigned between the requests.
			return Optional.empty();
		}
	}

	private static Leader leader(StoredMember contender) {
		String id = IdText.of(contender.capabilities());
		return id.isEmpty() ? Leader.UNKNOWN : new Leader(id);
	}

}
