package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.Backend.StoredMember;
import io.servicegroup.tooz.GroupNotCreated;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a group's members in two round trips: their names, then all their nodes, asked
 * for before the first answer is waited for.
 */
final class GroupReader {

	private static final Logger logger = LoggerFactory.getLogger(GroupReader.class);

	private final ZooKeeperPaths paths;

	private final Set<String> toldDenied = ConcurrentHashMap.newKeySet();

	GroupReader(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	Map<String, StoredMember> read(Session session, String group) throws KeeperException {
		Map<String, CompletableFuture<StoredMember>> answers = new LinkedHashMap<>();
		for (String id : names(session, group)) {
			answers.put(id, session.read(this.paths.member(group, id)));
		}
		Map<String, StoredMember> members = new LinkedHashMap<>();
		for (Map.Entry<String, CompletableFuture<StoredMember>> answer : answers.entrySet()) {
			try {
				members.put(answer.getKey(), session.await(answer.getValue()));
			}
			catch (KeeperException.NoNodeException ex) {
				logger.trace("{} left between the two questions", answer.getKey());
			}
			catch (KeeperException.NoAuthException ex) {
				tellDenied(this.paths.member(group, answer.getKey()));
			}
		}
		return members;
	}

	private List<String> names(Session session, String group) throws KeeperException {
		try {
			List<String> names = session.await(session.children(this.paths.group(group)));
			return names.stream().filter((name) -> !name.equals(ZooKeeperPaths.LEADER)).toList();
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotCreated(group);
		}
	}

	/** One member with other credentials than the group's must not hide the others. */
	private void tellDenied(String path) {
		if (this.toldDenied.add(path)) {
			logger.warn("Member {} is hidden: its ACL lets this client not read it. "
					+ "Give all members the same user and password", path);
		}
	}

}
