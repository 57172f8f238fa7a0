package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.GroupReader;
import io.servicegroup.tooz.spi.ReadingBudget;
import io.servicegroup.tooz.spi.LockContender;
import org.apache.zookeeper.KeeperException;

/**
 * The backend in tooz's format: groups are nodes, members are ephemeral nodes below them,
 * and locks are queues of nodes.
 */
final class ZooKeeperBackend extends ZooKeeperGroups {

	private final String memberId;

	private final MemberReader reader;

	private final LeaderReader leaderReader;

	private final MemberNodes memberNodes;

	ZooKeeperBackend(ToozUrl url, String memberId) {
		super(url, ZooKeeperPaths.DEFAULT_NAMESPACE);
		this.memberId = memberId;
		this.leaderReader = new LeaderReader(this.paths);
		this.reader = new MemberReader(this.paths);
		this.memberNodes = new MemberNodes((group) -> this.paths.member(group, memberId), memberId,
				this.connection::isOwn);
	}

	@Override
	public LockContender lock(String name) {
		return ZooKeeperLock.forLock(this.connection, node(this.paths.lock(name)));
	}

	@Override
	public LockContender leaderLock(String group) {
		return ZooKeeperLock.forLeadership(this.connection, node(this.paths.leader(group)));
	}

	private LockNode node(String lock) {
		return new LockNode(this.paths.root(), lock, this.memberId);
	}

	@Override
	public Optional<Leader> leader(String group) {
		return this.connection.call((session) -> this.leaderReader.read(session, group));
	}

	@Override
	public Set<String> groups() {
		Set<String> names = new LinkedHashSet<>(super.groups());
		names.remove(ZooKeeperPaths.LOCKS);
		return names;
	}

	@Override
	public void deleteGroup(String group) {
		this.connection.call((session) -> this.groups.delete(session, group));
	}

	@Override
	public void join(String group, byte[] capabilities) {
		checkSize(capabilities);
		this.connection.call((session) -> this.memberNodes.put(session, group, capabilities));
	}

	@Override
	public void leave(String group) {
		this.connection.call((session) -> this.memberNodes.delete(session, group));
	}

	@Override
	public void evict(String group) {
		this.connection.call((session) -> this.memberNodes.deleteAny(session, group));
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return this.connection.call((session) -> this.reader.read(session, group));
	}

	@Override
	public Set<String> memberIds(String group) {
		return this.connection.call((session) -> new LinkedHashSet<>(this.reader.names(session, group)));
	}

	@Override
	public GroupReader reader(String group) {
		return new WatchingReader(this.connection, group, this.paths.group(group), this.reader, annotations(),
				new ReadingBudget(System::nanoTime));
	}

	@Override
	Set<String> missing(SessionCalls session, Map<String, byte[]> memberships) throws KeeperException {
		return this.memberNodes.missing(session, memberships);
	}

}
