package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.GroupNotes;
import io.servicegroup.tooz.ToozUrl;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * Membership in ZooKeeper as OpenStack Nova's driver {@code zk} has it: a node for each
 * member, below which the processes of it stand.
 */
final class NovaZooKeeperBackend implements Backend {

	private static final String DEFAULT_PREFIX = "servicegroups";

	private final ZooKeeperPaths paths;

	private final Connection connection;

	private final Watches watches;

	private final GroupNodes groups;

	private final NovaGroupDeletion deletion;

	private final NovaReader reader;

	private final NovaNodes nodes;

	private final GroupNotes notes;

	NovaZooKeeperBackend(ToozUrl url, String memberId) {
		this.paths = new ZooKeeperPaths(Objects.requireNonNullElse(url.option("namespace"), DEFAULT_PREFIX));
		this.connection = new Connection(url);
		this.watches = new Watches(this.connection);
		this.groups = new GroupNodes(this.paths);
		this.deletion = new NovaGroupDeletion(this.paths);
		this.reader = new NovaReader(this.paths);
		this.nodes = new NovaNodes(this.paths, memberId, this.connection::isOwn);
		this.notes = new GroupNotes(new ZooKeeperNotes(this.connection, this.paths),
				ToozUrl.callTimeout(this.connection.timeout()));
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
		return this.connection.call(this::groups);
	}

	private Set<String> groups(Session session) throws KeeperException {
		try {
			return Set.copyOf(session.await(session.children(this.paths.root())));
		}
		catch (KeeperException.NoNodeException ex) {
			return Set.of();
		}
	}

	@Override
	public void createGroup(String group) {
		this.connection.call((session) -> this.groups.create(session, group));
	}

	@Override
	public void deleteGroup(String group) {
		this.connection.call((session) -> this.deletion.run(session, group));
	}

	@Override
	public void join(String group, byte[] capabilities) {
		ZooKeeperBackend.checkSize(capabilities);
		this.connection.call((session) -> this.nodes.put(session, group, capabilities));
	}

	@Override
	public void leave(String group) {
		this.connection.call((session) -> this.nodes.delete(session, group));
	}

	@Override
	public void evict(String group) {
		this.connection.call((session) -> this.nodes.deleteAnybodys(session, group));
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
			return this.nodes.missing(session, memberships.keySet());
		});
	}

	@Override
	public AutoCloseable watch(String group, Runnable lookAgain) {
		return this.watches.add(this.paths.group(group), lookAgain);
	}

	@Override
	public Map<String, String> notes(String group) {
		return this.notes.read(group);
	}

	@Override
	public void note(String group, String key, @Nullable String text) {
		this.notes.write(group, key, text);
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
