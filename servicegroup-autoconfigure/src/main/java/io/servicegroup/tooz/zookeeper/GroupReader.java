package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.Backend.StoredMember;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.Leader;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a group's members in two round trips: their names, then all their nodes, asked
 * for before the first answer is waited for. Its leader in as many.
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

	/** The leader is the first of the contenders for its lock. */
	Optional<Leader> leader(Session session, String group) throws KeeperException {
		String lock = this.paths.leader(group);
		try {
			Optional<String> first = Contenders.of(session.await(session.children(lock))).first();
			return first.isPresent() ? Optional.of(leader(session.await(session.read(lock + "/" + first.get()))))
					: Optional.empty();
		}
		catch (KeeperException.NoNodeException ex) {
			// Never elected one, or it stepped down between the two questions.
			return Optional.empty();
		}
	}

	private static Leader leader(StoredMember contender) {
		String id = new String(contender.capabilities(), StandardCharsets.UTF_8);
		return id.isEmpty() ? Leader.UNKNOWN : new Leader(id);
	}

	/** One member with other credentials than the group's must not hide the others. */
	private void tellDenied(String path) {
		if (this.toldDenied.add(path)) {
			logger.warn("Member {} is hidden: its ACL lets this client not read it. "
					+ "Give all members the same user and password", path);
		}
	}

}
