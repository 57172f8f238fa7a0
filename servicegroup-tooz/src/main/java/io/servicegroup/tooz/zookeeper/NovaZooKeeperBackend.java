package io.servicegroup.tooz.zookeeper;

import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.ToozUrl;
import org.apache.zookeeper.KeeperException;

/**
 * The backend in the format of OpenStack Nova's driver {@code zk}: groups are nodes,
 * members are nodes below them, and each process of a member has an ephemeral node below
 * the member's.
 */
final class NovaZooKeeperBackend extends ZooKeeperGroups {

	static final String DEFAULT_PREFIX = "servicegroups";

	private final NovaGroupDeletion deletion;

	private final NovaReader reader;

	private final NovaNodes nodes;

	NovaZooKeeperBackend(ToozUrl url, String memberId) {
		super(url, DEFAULT_PREFIX);
		this.deletion = new NovaGroupDeletion(this.paths);
		this.reader = new NovaReader(this.paths);
		this.nodes = new NovaNodes(this.paths, memberId, this.connection::isOwn);
	}

	@Override
	public void deleteGroup(String group) {
		this.connection.call((session) -> this.deletion.run(session, group));
	}

	@Override
	public void join(String group, byte[] capabilities) {
		checkSize(capabilities);
		this.connection.call((session) -> this.nodes.put(session, group, capabilities));
	}

	@Override
	public void leave(String group) {
		this.connection.call((session) -> this.nodes.delete(session, group));
	}

	@Override
	public void evict(String group) {
		this.connection.call((session) -> this.nodes.deleteAny(session, group));
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return this.connection.call((session) -> this.reader.read(session, group));
	}

	@Override
	Set<String> missing(SessionCalls session, Map<String, byte[]> memberships) throws KeeperException {
		return this.nodes.missing(session, memberships);
	}

}
