package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/**
 * The nodes of this instance's member in Nova's format: the member node, and below it the
 * node of this process. Nova uses the process id as the name of a process node, and only
 * checks whether there is such a node. All Java processes use the same name, so that
 * ZooKeeper refuses a second process with the same member id.
 */
final class NovaNodes {

	/** The data by which Nova recognizes a member node. */
	private static final byte[] MEMBER_DATA = "ZKMembers".getBytes(StandardCharsets.US_ASCII);

	private static final String PROCESS = "servicegroup";

	private final ZooKeeperPaths paths;

	private final String memberId;

	private final MemberNodes processes;

	NovaNodes(ZooKeeperPaths paths, String memberId, LongPredicate ownSessions) {
		this.paths = paths;
		this.memberId = memberId;
		this.processes = new MemberNodes((group) -> process(member(group)), memberId, ownSessions);
	}

	static boolean isMember(byte[] data) {
		return Arrays.equals(MEMBER_DATA, data);
	}

	static String process(String member) {
		return member + "/" + PROCESS;
	}

	private String member(String group) {
		return this.paths.member(group, this.memberId);
	}

	/**
	 * Creates the nodes, or writes new capabilities.
	 * @throws GroupNotFoundException if there is no such group
	 * @throws MemberAlreadyExistsException if another process holds the member id
	 */
	boolean put(SessionCalls session, String group, byte[] capabilities) throws KeeperException {
		boolean done = false;
		// Ends by the session's deadline if other processes keep changing the node.
		while (!done) {
			ensureMemberNode(session, group);
			try {
				done = this.processes.put(session, group, capabilities);
			}
			catch (GroupNotFoundException ex) {
				// The member node was deleted meanwhile: the next round creates it, or
				// finds that the group does not exist.
			}
		}
		return done;
	}

	/**
	 * Creates the member node if necessary, and checks its process nodes. The member node
	 * is a container: the server deletes it some time after its last process node.
	 * Otherwise nodes would accumulate, since an application may have another member id
	 * after each start.
	 * @throws MemberAlreadyExistsException if a process of Nova holds the member id
	 */
	private void ensureMemberNode(SessionCalls session, String group) throws KeeperException {
		CompletableFuture<String> created = session.create(member(group), MEMBER_DATA, CreateMode.CONTAINER);
		CompletableFuture<SessionCalls.Node> node = session.node(member(group));
		CompletableFuture<List<String>> processes = session.children(member(group));
		awaitCreated(session, group, created);
		try {
			requireMember(group, session.await(node));
			if (!Set.of(PROCESS).containsAll(session.await(processes))) {
				throw new MemberAlreadyExistsException(group, this.memberId);
			}
		}
		catch (KeeperException.NoNodeException ex) {
			// Deleted meanwhile: no process holds the id.
		}
	}

	private void awaitCreated(SessionCalls session, String group, CompletableFuture<String> created)
			throws KeeperException {
		try {
			session.await(created);
		}
		catch (KeeperException.UnimplementedException ex) {
			// A server of Nova's time (3.4) does not support container nodes.
			session.ensure(member(group), MEMBER_DATA);
		}
		catch (KeeperException.NodeExistsException ex) {
			// Left by an earlier run.
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotFoundException(group);
		}
	}

	private void requireMember(String group, SessionCalls.Node node) {
		if (!isMember(node.data())) {
			throw new CoordinationException(
					"Node " + member(group) + " is not a member node of Nova, which would not list this member. "
							+ "Delete the node, or use another member id",
					null);
		}
	}

	/**
	 * Deletes the process node, and the member node unless a process of Nova uses it,
	 * too.
	 * @throws MemberNotJoinedException if there is no process node of this instance
	 */
	String delete(SessionCalls session, String group) throws KeeperException {
		this.processes.requireOwn(session, group);
		try {
			return session.await(session.deleteAll(process(member(group)), member(group)));
		}
		catch (KeeperException.NotEmptyException ex) {
			return session.await(session.delete(process(member(group))));
		}
		catch (KeeperException.NoNodeException ex) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	/**
	 * Deletes all process nodes, even if other processes created them.
	 * @throws MemberNotJoinedException if there is no process node
	 */
	String deleteAny(SessionCalls session, String group) throws KeeperException {
		try {
			List<String> processes = session.await(session.children(member(group)));
			if (!processes.isEmpty()) {
				return session.await(session
					.deleteAll(processes.stream().map((name) -> member(group) + "/" + name).toArray(String[]::new)));
			}
		}
		catch (KeeperException.NoNodeException ex) {
			// There is no process node.
		}
		throw new MemberNotJoinedException(group, this.memberId);
	}

	/** Returns the groups without a process node of the current session. */
	Set<String> missing(SessionCalls session, Map<String, byte[]> memberships) throws KeeperException {
		return this.processes.missing(session, memberships);
	}

}
