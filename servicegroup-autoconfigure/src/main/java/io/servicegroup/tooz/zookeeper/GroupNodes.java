package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.servicegroup.tooz.GroupAlreadyExist;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.GroupNotEmpty;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/**
 * The groups' own nodes, and the namespace above them.
 */
final class GroupNodes {

	private final ZooKeeperPaths paths;

	GroupNodes(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	boolean ensureNamespace(Session session) throws KeeperException {
		// Asked first: who may not create it may still use it.
		if (session.await(session.exists(this.paths.root())).isEmpty()) {
			session.ensure(this.paths.root());
		}
		return true;
	}

	Set<String> list(Session session) throws KeeperException {
		try {
			Set<String> groups = new LinkedHashSet<>(session.await(session.children(this.paths.root())));
			groups.remove(ZooKeeperPaths.LOCKS);
			return groups;
		}
		catch (KeeperException.NoNodeException ex) {
			return Set.of();
		}
	}

	String create(Session session, String group) throws KeeperException {
		try {
			return createBelowNamespace(session, group);
		}
		catch (KeeperException.NoNodeException ex) {
			ensureNamespace(session);
			return createBelowNamespace(session, group);
		}
	}

	private String createBelowNamespace(Session session, String group) throws KeeperException {
		try {
			return session.await(session.create(this.paths.group(group), Session.NO_DATA, CreateMode.PERSISTENT));
		}
		catch (KeeperException.NodeExistsException ex) {
			throw new GroupAlreadyExist(group);
		}
	}

	boolean delete(Session session, String group) throws KeeperException {
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
