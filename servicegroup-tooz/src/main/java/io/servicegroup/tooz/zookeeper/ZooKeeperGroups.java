package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.GroupAnnotations;
import org.apache.zookeeper.KeeperException;

/**
 * The common part of the backends in tooz's and in Nova's format: a node for each group,
 * with the ephemeral nodes of its members below it. ZooKeeper's client keeps the session
 * alive by itself; a heartbeat checks that the nodes still exist.
 */
abstract class ZooKeeperGroups implements Backend {

	/** A server disconnects a client that sends 1 MiB, and the client would retry. */
	private static final int MAX_CAPABILITIES_BYTES = 1_000_000;

	final ZooKeeperPaths paths;

	final Connection connection;

	final GroupNodes groups;

	private final Watches watches;

	private final GroupAnnotations annotations;

	ZooKeeperGroups(ToozUrl url, String defaultNamespace) {
		this.paths = new ZooKeeperPaths(Objects.requireNonNullElse(url.option("namespace"), defaultNamespace));
		this.connection = new Connection(url);
		this.groups = new GroupNodes(this.paths);
		this.watches = new Watches(this.connection);
		this.annotations = new GroupAnnotations(new ZooKeeperAnnotations(this.connection, this.paths),
				ToozUrl.callTimeout(this.connection.timeout()));
	}

	/** Returns the groups without a node of this member in the current session. */
	abstract Set<String> missing(SessionCalls session, Map<String, byte[]> memberships) throws KeeperException;

	static void checkSize(byte[] capabilities) {
		if (capabilities.length > MAX_CAPABILITIES_BYTES) {
			throw new CoordinationException(
					"Capabilities of " + capabilities.length + " bytes are too large: the limit is "
							+ MAX_CAPABILITIES_BYTES + " bytes on ZooKeeper. Store large data elsewhere",
					null);
		}
	}

	@Override
	public void connect() {
		this.connection.start();
		this.connection.call(this.groups::ensureNamespace);
	}

	@Override
	public Duration membershipTimeout() {
		return this.connection.timeout();
	}

	@Override
	public Set<String> groups() {
		return this.connection.call(this.groups::list);
	}

	@Override
	public void createGroup(String group) {
		this.connection.call((session) -> this.groups.create(session, group));
	}

	@Override
	public GroupAnnotations annotations() {
		return this.annotations;
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		return this.connection.call((session) -> {
			if (memberships.isEmpty()) {
				session.await(session.exists(this.paths.root()));
			}
			return missing(session, memberships);
		});
	}

	@Override
	public Registration watch(String group, Runnable lookAgain) {
		return this.watches.add(this.paths.group(group), lookAgain);
	}

	@Override
	public long silence() {
		return this.connection.silence();
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
