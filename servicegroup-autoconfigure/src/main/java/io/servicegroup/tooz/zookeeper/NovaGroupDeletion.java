package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.GroupNotEmpty;
import org.apache.zookeeper.KeeperException;

/**
 * Deletes a group's node, and with it the nodes of members that are down: Nova leaves
 * them there.
 */
final class NovaGroupDeletion {

	private final ZooKeeperPaths paths;

	NovaGroupDeletion(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	boolean run(Session session, String group) throws KeeperException {
		boolean done = false;
		// Ends by the session's deadline, should others change the group all the time.
		while (!done) {
			List<String> nodes = new ArrayList<>();
			for (String name : names(session, group)) {
				nodes.add(this.paths.member(group, name));
			}
			done = tryDelete(session, group, nodes);
		}
		return done;
	}

	private List<String> names(Session session, String group) throws KeeperException {
		try {
			return session.await(session.children(this.paths.group(group)));
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotCreated(group);
		}
	}

	/** Returns false if the group changed between the look and the act. */
	private boolean tryDelete(Session session, String group, List<String> nodes) throws KeeperException {
		try {
			for (var answer : nodes.stream().map(session::node).toList()) {
				Session.Node node = session.await(answer);
				if (node.stat().getNumChildren() > 0 || !NovaNodes.isMember(node.data())) {
					throw new GroupNotEmpty(group);
				}
			}
			nodes.add(this.paths.group(group));
			session.await(session.deleteAll(nodes.toArray(String[]::new)));
			return true;
		}
		catch (KeeperException.NoNodeException | KeeperException.NotEmptyException ex) {
			return false;
		}
	}

}
