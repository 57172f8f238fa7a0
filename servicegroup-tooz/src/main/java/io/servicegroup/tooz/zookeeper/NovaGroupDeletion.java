package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import org.apache.zookeeper.KeeperException;

/**
 * Deletes a group's node. Also deletes the nodes of members that are down, since Nova
 * leaves them in the store.
 */
final class NovaGroupDeletion {

	private final ZooKeeperPaths paths;

	NovaGroupDeletion(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	/**
	 * Deletes the group.
	 * @throws GroupNotFoundException if there is no such node
	 * @throws GroupNotEmptyException if a member is up, or a child node is not a member
	 * node
	 */
	boolean run(SessionCalls session, String group) throws KeeperException {
		boolean done = false;
		// Ends by the session's deadline if other processes keep changing the group.
		while (!done) {
			List<String> nodes = new ArrayList<>();
			for (String name : names(session, group)) {
				nodes.add(this.paths.member(group, name));
			}
			done = tryDelete(session, group, nodes);
		}
		return done;
	}

	private List<String> names(SessionCalls session, String group) throws KeeperException {
		try {
			return session.await(session.children(this.paths.group(group)));
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotFoundException(group);
		}
	}

	/** Returns false if the group changed meanwhile. */
	private boolean tryDelete(SessionCalls session, String group, List<String> nodes) throws KeeperException {
		try {
			for (var answer : nodes.stream().map(session::node).toList()) {
				SessionCalls.Node node = session.await(answer);
				if (node.stat().getNumChildren() > 0 || !NovaNodes.isMember(node.data())) {
					throw new GroupNotEmptyException(group);
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
