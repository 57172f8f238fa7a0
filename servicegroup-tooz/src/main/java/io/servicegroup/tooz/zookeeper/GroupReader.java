package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.UnreadableRecords;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a group's members in two round trips: their names, then all their nodes. Sends
 * the requests for all nodes before it waits for the first answer, unless they are large.
 */
final class GroupReader {

	private static final Logger logger = LoggerFactory.getLogger(GroupReader.class);

	private final ZooKeeperPaths paths;

	private final ReadWindow window = new ReadWindow();

	private final UnreadableRecords denied = new UnreadableRecords();

	GroupReader(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	/**
	 * Returns the members by id, without those that this client may not read.
	 * @throws GroupNotFoundException if there is no such group
	 */
	Map<String, StoredMember> read(SessionCalls session, String group) throws KeeperException {
		Map<String, CompletableFuture<StoredMember>> answers = new LinkedHashMap<>();
		for (String id : names(session, group)) {
			answers.put(id, this.window.member(session, this.paths.member(group, id)));
		}
		Map<String, StoredMember> members = new LinkedHashMap<>();
		Map<String, String> reasons = new LinkedHashMap<>();
		for (Map.Entry<String, CompletableFuture<StoredMember>> answer : answers.entrySet()) {
			try {
				members.put(answer.getKey(), session.await(answer.getValue()));
			}
			catch (KeeperException.NoNodeException ex) {
				logger.trace("Member {} left between the two requests", answer.getKey());
			}
			catch (KeeperException.NoAuthException ex) {
				reasons.put(this.paths.member(group, answer.getKey()), "access denied");
			}
		}
		// A node that cannot be read must not hide the other members.
		this.denied.report(group, reasons,
				(found) -> logger
					.warn("Access denied to {}: not listed; listed once the ACL allows this client to read it. Use the "
							+ "same user and password for all members", found.subject("member node")));
		return members;
	}

	private List<String> names(SessionCalls session, String group) throws KeeperException {
		try {
			List<String> names = session.await(session.children(this.paths.group(group)));
			return names.stream().filter((name) -> !name.equals(ZooKeeperPaths.LEADER)).toList();
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotFoundException(group);
		}
	}

}
