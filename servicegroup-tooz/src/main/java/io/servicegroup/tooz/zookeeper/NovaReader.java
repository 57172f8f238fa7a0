package io.servicegroup.tooz.zookeeper;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a group's members in Nova's format in two round trips: their names, then the
 * nodes of all members. Sends the requests for all nodes before it waits for the first
 * answer, unless they are large.
 */
final class NovaReader {

	private final ZooKeeperPaths paths;

	private final ReadWindow window = new ReadWindow();

	NovaReader(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	/**
	 * Returns the members that are up, by id.
	 * @throws GroupNotFoundException if there is no such group
	 */
	Map<String, StoredMember> read(SessionCalls session, String group) throws KeeperException {
		Map<String, Answers> answers = new LinkedHashMap<>();
		for (String id : names(session, group)) {
			answers.put(id, Answers.of(session, this.window, this.paths.member(group, id)));
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

	private List<String> names(SessionCalls session, String group) throws KeeperException {
		try {
			return session.await(session.children(this.paths.group(group)));
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotFoundException(group);
		}
	}

	/**
	 * The requests for one member. Because they are sent in this order, a member that
	 * joins or leaves meanwhile is read either as up or as down, never in between.
	 *
	 * @param node the member node
	 * @param process the process node, if the process is a Java one
	 * @param later the member node once more
	 */
	private record Answers(CompletableFuture<SessionCalls.Node> node, CompletableFuture<SessionCalls.Node> process,
			CompletableFuture<Optional<Stat>> later) {

		static Answers of(SessionCalls session, ReadWindow window, String path) {
			return new Answers(session.node(path), window.node(session, NovaNodes.process(path)), session.exists(path));
		}

		/**
		 * Returns the member, or null if it is down or the node is not a member node of
		 * Nova.
		 */
		@Nullable StoredMember member(SessionCalls session) throws KeeperException {
			SessionCalls.Node found = found(session, this.node);
			if (found == null || !NovaNodes.isMember(found.data())) {
				return null;
			}
			SessionCalls.Node java = found(session, this.process);
			if (java != null) {
				return new StoredMember(java.data(), Instant.ofEpochMilli(java.stat().getCtime()),
						Instant.ofEpochMilli(java.stat().getMtime()));
			}
			return (hasProcesses(found.stat()) && session.await(this.later).filter(Answers::hasProcesses).isPresent())
					? new StoredMember(Capabilities.encode(new byte[0]), null,
							Instant.ofEpochMilli(found.stat().getMtime()))
					: null;
		}

		private static boolean hasProcesses(Stat stat) {
			return stat.getNumChildren() > 0;
		}

		private static SessionCalls.@Nullable Node found(SessionCalls session,
				CompletableFuture<SessionCalls.Node> answer) throws KeeperException {
			try {
				return session.await(answer);
			}
			catch (KeeperException.NoNodeException | KeeperException.NoAuthException ex) {
				return null;
			}
		}

	}

}
