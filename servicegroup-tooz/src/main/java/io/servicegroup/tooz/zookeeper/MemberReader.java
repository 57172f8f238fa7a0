package io.servicegroup.tooz.zookeeper;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.UnreadableRecords;
import io.servicegroup.tooz.zookeeper.SessionCalls.Reply;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a group's members in two round trips: their names, then all their nodes.
 */
final class MemberReader {

	private static final Logger logger = LoggerFactory.getLogger(MemberReader.class);

	private final ZooKeeperPaths paths;

	private final BulkReader nodes = new BulkReader();

	private final UnreadableRecords denied = new UnreadableRecords();

	MemberReader(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	/**
	 * Returns the members by id, without those that this client may not read.
	 * @throws GroupNotFoundException if there is no such group
	 */
	Map<String, StoredMember> read(SessionCalls session, String group) throws KeeperException {
		Map<String, StoredMember> members = new LinkedHashMap<>();
		Set<String> refused = new LinkedHashSet<>();
		read(session, group, names(session, group)).forEach((id, reply) -> {
			if (reply.node() != null) {
				members.put(id, reply.node().member());
			}
			else if (reply.code() == Code.NOAUTH) {
				refused.add(id);
			}
		});
		reportDenied(group, refused);
		return members;
	}

	/** Reads members, whether they exist or not. */
	Map<String, Reply> read(SessionCalls session, String group, Collection<String> ids) throws KeeperException {
		return this.nodes.read(session, this.paths.group(group), ids);
	}

	/**
	 * Takes the members that this client may not read. A node that cannot be read must
	 * not hide the other members. To be called after each reading.
	 */
	void reportDenied(String group, Set<String> ids) {
		Map<String, String> reasons = ids.stream()
			.collect(Collectors.toMap((id) -> this.paths.member(group, id), (id) -> "access denied"));
		this.denied.report(group, reasons,
				(found) -> logger
					.warn("Access denied to {}: not listed; listed once the ACL allows this client to read it. Use the "
							+ "same user and password for all members", found.subject("member node")));
	}

	/**
	 * Returns the ids of the members, also of those that this client may not read.
	 * @throws GroupNotFoundException if there is no such group
	 */
	List<String> names(SessionCalls session, String group) throws KeeperException {
		try {
			List<String> names = session.await(session.children(this.paths.group(group)));
			return names.stream().filter((name) -> !name.equals(ZooKeeperPaths.LEADER)).toList();
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotFoundException(group);
		}
	}

}
