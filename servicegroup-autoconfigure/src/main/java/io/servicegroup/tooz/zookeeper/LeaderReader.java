package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.servicegroup.tooz.Backend.StoredMember;
import io.servicegroup.tooz.Leader;
import org.apache.zookeeper.KeeperException;

/**
 * Reads a group's leader in two round trips: the first of the contenders for its lock,
 * who has left its id there.
 */
final class LeaderReader {

	private final ZooKeeperPaths paths;

	LeaderReader(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	Optional<Leader> read(Session session, String group) throws KeeperException {
		String lock = this.paths.leader(group);
		try {
			Optional<String> first = Contenders.of(session.await(session.children(lock))).first();
			return first.isPresent() ? Optional.of(leader(session.await(session.read(lock + "/" + first.get()))))
					: Optional.empty();
		}
		catch (KeeperException.NoNodeException ex) {
			// Never elected one, or it stood down between the two questions.
			return Optional.empty();
		}
	}

	private static Leader leader(StoredMember contender) {
		String id = new String(contender.capabilities(), StandardCharsets.UTF_8);
		return id.isEmpty() ? Leader.UNKNOWN : new Leader(id);
	}

}
