package io.servicegroup.tooz.zookeeper;

import java.util.List;
import java.util.Set;

import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/**
 * Creates, lists and deletes the nodes of groups. Creates the namespace node above them
 * if it does not exist.
 */
final class GroupNodes {

	private final ZooKeeperPaths paths;

	GroupNodes(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	boolean ensureNamespace(SessionCalls session) throws KeeperException {
		// Checks first: a client without the right to create the namespace may still use
		// it.
		if (session.await(session.exists(this.paths.root())).isEmpty()) {
			session.ensure(this.paths.root());
		}
		return true;
	}

	/** Returns the names of all nodes in the namespace. */
	Set<String> list(SessionCalls session) throws KeeperException {
		try {
			return Set.copyOf(session.await(session.children(this.paths.root())));
		}
		catch (KeeperException.NoNodeException ex) {
			return Set.of();
		}
	}

	/**
	 * Creates a group's node, and the namespace if it does not exist.
	 * @throws GroupAlreadyExistsException if there is such a node
	 */
	String create(SessionCalls session, String group) throws KeeperException {
		try {
			return createBelowNamespace(session, group);
		}
		catch (KeeperException.NoNodeException ex) {
			ensureNamespace(session);
			return createBelowNamespace(session, group);
		}
	}

	private String createBelowNamespace(SessionCalls session, String group) throws KeeperException {
		try {
			return session.await(session.create(this.paths.group(group), SessionCalls.NO_DATA, CreateMode.PERSISTENT));
		}
		catch (KeeperException.NodeExistsException ex) {
			throw new GroupAlreadyExistsException(group);
		}
	}

	/**
	 * Deletes a group's node, together with the node of past elections.
	 * @throws GroupNotFoundException if there is no such node
	 * @throws GroupNotEmptyException if the group has a member or a candidate
	 */
	boolean delete(SessionCalls session, String group) throws KeeperException {
		boolean done = false;
		// Ends by the session's deadline if other processes keep changing the group.
		while (!done) {
			try {
				session.await(session.delete(this.paths.group(group)));
				done = true;
			}
			catch (KeeperException.NoNodeException ex) {
				throw new GroupNotFoundException(group);
			}
			catch (KeeperException.NotEmptyException ex) {
				done = deletePastElections(session, group);
			}
		}
		return done;
	}

	/**
	 * Deletes a group with no other child than the node of elections, if that has no
	 * candidates. Returns false if the group changed meanwhile.
	 */
	private boolean deletePastElections(SessionCalls session, String group) throws KeeperException {
		try {
			List<String> children = session.await(session.children(this.paths.group(group)));
			if (!List.of(ZooKeeperPaths.LEADER).containsAll(children)) {
				throw new GroupNotEmptyException(group);
			}
			session.await(session.deleteAll(this.paths.leader(group), this.paths.group(group)));
			return true;
		}
		catch (KeeperException.NoNodeException ex) {
			return false;
		}
		catch (KeeperException.NotEmptyException ex) {
			throw new GroupNotEmptyException(group);
		}
	}

}
