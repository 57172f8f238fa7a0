package io.servicegroup.tooz.zookeeper;

import java.util.List;

import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.GroupNotEmpty;
import org.apache.zookeeper.KeeperException;

/**
 * Deletes a group's node, and with it what is left of past elections.
 */
final class GroupDeletion {

	private final ZooKeeperPaths paths;

	GroupDeletion(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	boolean run(Session session, String group) throws KeeperException {
		boolean done = false;
		// Ends by the session's deadline, should others change the group all the time.
		while (!done) {
			try {
				session.await(session.delete(this.paths.group(group)));
				done = true;
			}
			catch (KeeperException.NoNodeException ex) {
				throw new GroupNotCreated(group);
			}
			catch (KeeperException.NotEmptyException ex) {
				done = deletePastElections(session, group);
			}
		}
		return done;
	}

	/**
	 * Deletes a group with nothing but the node of elections below, if nobody stands for
	 * any. Returns false if the group changed between the look and the act.
	 */
	private boolean deletePastElections(Session session, String group) throws KeeperException {
		try {
			List<String> children = session.await(session.children(this.paths.group(group)));
			if (!List.of(ZooKeeperPaths.LEADER).containsAll(children)) {
				throw new GroupNotEmpty(group);
			}
			session.await(session.deleteAll(this.paths.leader(group), this.paths.group(group)));
			return true;
		}
		catch (KeeperException.NoNodeException ex) {
			return false;
		}
		catch (KeeperException.NotEmptyException ex) {
			throw new GroupNotEmpty(group);
		}
	}

}
