package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.GroupNotes;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.StoreLock;
import io.servicegroup.tooz.ToozError;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

/**
 * Groups as nodes, members as ephemeral nodes below them, locks as queues of nodes. The
 * client keeps the session alive by itself; a heartbeat looks whether the nodes still
 * stand.
 */
final class ZooKeeperBackend implements Backend {

	/** A server hangs up on who sends it 1 MiB at once, again and again. */
	private static final int MOST_BYTES = 1_000_000;

	private final String memberId;

	private final ZooKeeperPaths paths;

	private final Connection connection;

	private final Watches watches;

	private final GroupNodes groups;

	private final GroupDeletion deletion;

	private final GroupReader reader;

	private final GroupNotes notes;

	private final LeaderReader leaderReader;

	private final OwnNodes ownNodes;

	ZooKeeperBackend(ToozUrl url, String memberId) {
		this.memberId = memberId;
		this.paths = new ZooKeeperPaths(
				Objects.requireNonNullElse(url.option("namespace"), ZooKeeperPaths.DEFAULT_NAMESPACE));
		this.connection = new Connection(url);
		this.watches = new Watches(this.connection);
		this.groups = new GroupNodes(this.paths);
		this.deletion = new GroupDeletion(this.paths);
		this.leaderReader = new LeaderReader(this.paths);
		this.reader = new GroupReader(this.paths);
		this.notes = new GroupNotes(new ZooKeeperNotes(this.connection, this.paths),
				ToozUrl.callTimeout(this.connection.timeout()));
		this.ownNodes = new OwnNodes((group) -> this.paths.member(group, memberId), memberId, this.connection::isOwn);
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
	public StoreLock lock(String name) {
		return ZooKeeperLock.forLock(this.connection, this.paths.lock(name), this.memberId);
	}

	@Override
	public StoreLock leaderLock(String group) {
		return ZooKeeperLock.forLeadership(this.connection, this.paths.leader(group), this.memberId);
	}

	@Override
	public Optional<Leader> leader(String group) {
		return this.connection.call((session) -> this.leaderReader.read(session, group));
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
	public void deleteGroup(String group) {
		this.connection.call((session) -> this.deletion.run(session, group));
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

	@Override
	public void evict(String group) {
		this.connection.call((session) -> this.ownNodes.deleteAnybodys(session, group));
	}

	static void checkSize(byte[] capabilities) {
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
	public Map<String, String> notes(String group) {
		return this.notes.read(group);
	}

	@Override
	public void note(String group, String key, @Nullable String text) {
		this.notes.write(group, key, text);
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
