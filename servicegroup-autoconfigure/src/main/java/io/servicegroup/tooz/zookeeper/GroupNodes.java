package io.servicegroup.tooz.zookeeper;

import java.util.Set;

import io.servicegroup.tooz.GroupAlreadyExist;
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

	/** Whatever stands in the namespace. */
	Set<String> list(Session session) throws KeeperException {
		try {
			return Set.copyOf(session.await(session.children(this.paths.root())));
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

}
