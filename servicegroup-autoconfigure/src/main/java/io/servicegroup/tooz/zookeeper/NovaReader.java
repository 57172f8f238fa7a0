package io.servicegroup.tooz.zookeeper;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tooz.Backend.StoredMember;
import io.servicegroup.tooz.GroupNotCreated;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a group's members in two round trips: their names, then all that is to be known
 * of them, asked for before the first answer is waited for.
 */
final class NovaReader {

	private final ZooKeeperPaths paths;

	NovaReader(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	Map<String, StoredMember> read(Session session, String group) throws KeeperException {
		Map<String, Answers> answers = new LinkedHashMap<>();
		for (String id : names(session, group)) {
			answers.put(id, Answers.of(session, this.paths.member(group, id)));
		}
		Map<String, StoredMember> members = new LinkedHashMap<>();
		for (Map.Entry<String, Answers> answer : answers.entrySet()) {
			StoredMember member = answer.getValue().member(session);
			if (member != null) {
				members.put(answer.getKey(), member);
			}
		}
		return members;
	}

	private List<String> names(Session session, String group) throws KeeperException {
		try {
			return session.await(session.children(this.paths.group(group)));
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotCreated(group);
		}
	}

	/**
	 * What is asked of a member, in this order: one that joins or leaves meanwhile is
	 * seen as before or as after, not half-way.
	 *
	 * @param node its node
	 * @param process the node of its process, if that is written in Java
	 * @param later its node once more
	 */
	private record Answers(CompletableFuture<Session.Node> node, CompletableFuture<Session.Node> process,
			CompletableFuture<Optional<Stat>> later) {

		static Answers of(Session session, String path) {
			return new Answers(session.node(path), session.node(NovaNodes.process(path)), session.exists(path));
		}

		/** As Nova does, leaves out nodes that no member has made. */
		@Nullable StoredMember member(Session session) throws KeeperException {
			Session.Node found = found(session, this.node);
			if (found == null || !NovaNodes.isMember(found.data())) {
				return null;
			}
			Session.Node java = found(session, this.process);
			if (java != null) {
				return StoredMember.lenient(java.data(), Instant.ofEpochMilli(java.stat().getCtime()),
						Instant.ofEpochMilli(java.stat().getMtime()));
			}
			return (hasProcesses(found.stat()) && session.await(this.later).filter(Answers::hasProcesses).isPresent())
					? StoredMember.lenient(Session.NO_DATA, null, Instant.ofEpochMilli(found.stat().getMtime())) : null;
		}

		private static boolean hasProcesses(Stat stat) {
			return stat.getNumChildren() > 0;
		}

		private static Session.@Nullable Node found(Session session, CompletableFuture<Session.Node> answer)
				throws KeeperException {
			try {
				return session.await(answer);
			}
			catch (KeeperException.NoNodeException | KeeperException.NoAuthException ex) {
				return null;
			}
		}

	}

}
