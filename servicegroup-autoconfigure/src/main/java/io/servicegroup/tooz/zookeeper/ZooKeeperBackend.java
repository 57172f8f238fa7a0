package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.GroupAlreadyExist;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.GroupNotEmpty;
import io.servicegroup.tooz.ToozError;
import io.servicegroup.tooz.ToozUrl;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/**
 * Groups as nodes, members as ephemeral nodes below them. The client keeps the session
 * alive by itself; a heartbeat looks whether the nodes still stand.
 */
final class ZooKeeperBackend implements Backend {

	private static final byte[] NO_DATA = {};

	/** A server hangs up on who sends it 1 MiB at once, again and again. */
	private static final int MOST_BYTES = 1_000_000;

	private final ZooKeeperPaths paths;

	private final Connection connection;

	private final Watches watches;

	private final GroupReader reader;

	private final OwnNodes ownNodes;

	ZooKeeperBackend(ToozUrl url, String memberId) {
		this.paths = new ZooKeeperPaths(
				Objects.requireNonNullElse(url.option("namespace"), ZooKeeperPaths.DEFAULT_NAMESPACE));
		this.connection = new Connection(url);
		this.watches = new Watches(this.connection);
		this.reader = new GroupReader(this.paths);
		this.ownNodes = new OwnNodes(this.paths, memberId, this.connection::isOwn);
	}

	@Override
	public void connect() {
		this.connection.start();
		this.connection.call(this::ensureNamespace);
	}

	private boolean ensureNamespace(Session session) throws KeeperException {
		// Asked first: who may not create it may still use it.
		if (session.await(session.exists(this.paths.root())).isEmpty()) {
			for (String root : this.paths.roots()) {
				ensureNode(session, root);
			}
		}
		return true;
	}

	private void ensureNode(Session session, String path) throws KeeperException {
		try {
			session.await(session.create(path, NO_DATA, CreateMode.PERSISTENT));
		}
		catch (KeeperException.NodeExistsException ex) {
			// As it should be.
		}
	}

	@Override
	public Duration membershipTimeout() {
		return this.connection.timeout();
	}

	@Override
	public Set<String> groups() {
		return this.connection.call((session) -> {
			try {
				Set<String> groups = new LinkedHashSet<>(session.await(session.children(this.paths.root())));
				groups.remove(ZooKeeperPaths.LOCKS);
				return groups;
			}
			catch (KeeperException.NoNodeException ex) {
				return Set.of();
			}
		});
	}

	@Override
	public void createGroup(String group) {
		this.connection.call((session) -> {
			try {
				return createGroup(session, group);
			}
			catch (KeeperException.NoNodeException ex) {
				ensureNamespace(session);
				return createGroup(session, group);
			}
		});
	}

	private String createGroup(Session session, String group) throws KeeperException {
		try {
			return session.await(session.create(this.paths.group(group), NO_DATA, CreateMode.PERSISTENT));
		}
		catch (KeeperException.NodeExistsException ex) {
			throw new GroupAlreadyExist(group);
		}
	}

	@Override
	public void deleteGroup(String group) {
		this.connection.call((session) -> {
			try {
				return session.await(session.delete(this.paths.group(group)));
			}
			catch (KeeperException.NoNodeException ex) {
				throw new GroupNotCreated(group);
			}
			catch (KeeperException.NotEmptyException ex) {
				// As in tooz, even if all that is left is the node of past elections.
				throw new GroupNotEmpty(group);
			}
		});
	}

	@Override
	public void join(String group, byte[] capabilities) {
		checkSize(capabilities);
		this.connection.call((session) -> this.ownNodes.put(session, group, capabilities));
	}

	@Override
	public void leave(String group) {
		this.connection.call((session) -> this.ownNodes.delete(session, group));
	}

	private void checkSize(byte[] capabilities) {
		if (capabilities.length > MOST_BYTES) {
			throw new ToozError("The capabilities have " + capabilities.length
					+ " bytes, but a ZooKeeper node holds less than 1 MiB: put them elsewhere", null);
		}
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return this.connection.call((session) -> this.reader.read(session, group));
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		return this.connection.call((session) -> {
			if (memberships.isEmpty()) {
				session.await(session.exists(this.paths.root()));
			}
			return this.ownNodes.missing(session, memberships.keySet());
		});
	}

	@Override
	public AutoCloseable watch(String group, Runnable lookAgain) {
		return this.watches.add(this.paths.group(group), lookAgain);
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
