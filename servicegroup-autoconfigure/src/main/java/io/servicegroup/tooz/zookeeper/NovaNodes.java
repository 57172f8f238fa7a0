package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;

import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.MemberAlreadyExist;
import io.servicegroup.tooz.MemberNotJoined;
import io.servicegroup.tooz.ToozError;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/**
 * The nodes of the member that this instance serves: the member's, and below it this
 * process's. Nova names the latter by its process id and asks only whether there is any;
 * all Java processes use one name, so that ZooKeeper itself refuses the second.
 */
final class NovaNodes {

	/** By which Nova knows a member's node. */
	private static final byte[] MARK = "ZKMembers".getBytes(StandardCharsets.US_ASCII);

	private static final String PROCESS = "servicegroup";

	private final ZooKeeperPaths paths;

	private final String memberId;

	private final OwnNodes processes;

	NovaNodes(ZooKeeperPaths paths, String memberId, LongPredicate ownSessions) {
		this.paths = paths;
		this.memberId = memberId;
		this.processes = new OwnNodes((group) -> process(member(group)), memberId, ownSessions);
	}

	static boolean isMember(byte[] data) {
		return Arrays.equals(MARK, data);
	}

	static String process(String member) {
		return member + "/" + PROCESS;
	}

	private String member(String group) {
		return this.paths.member(group, this.memberId);
	}

	boolean put(Session session, String group, byte[] capabilities) throws KeeperException {
		boolean done = false;
		// Ends by the session's deadline, should others change the node all the time.
		while (!done) {
			claim(session, group);
			try {
				done = this.processes.put(session, group, capabilities);
			}
			catch (GroupNotCreated ex) {
				// The member's node is gone, that stood a moment ago: the next round
				// tells.
			}
		}
		return done;
	}

	/**
	 * Makes the member's node if need be, and looks who stands there. It is of the kind
	 * that the server deletes some time after the last process was gone: member ids may
	 * be new ones with each start.
	 */
	private void claim(Session session, String group) throws KeeperException {
		CompletableFuture<String> created = session.create(member(group), MARK, CreateMode.CONTAINER);
		CompletableFuture<Session.Node> node = session.node(member(group));
		CompletableFuture<List<String>> processes = session.children(member(group));
		awaitCreated(session, group, created);
		try {
			requireMember(group, session.await(node));
			if (!Set.of(PROCESS).containsAll(session.await(processes))) {
				throw new MemberAlreadyExist(group, this.memberId);
			}
		}
		catch (KeeperException.NoNodeException ex) {
			// Nobody's.
		}
	}

	private void awaitCreated(Session session, String group, CompletableFuture<String> created) throws KeeperException {
		try {
			session.await(created);
		}
		catch (KeeperException.UnimplementedException ex) {
			// A server of Nova's days.
			session.ensure(member(group), MARK);
		}
		catch (KeeperException.NodeExistsException ex) {
			// It was up before.
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotCreated(group);
		}
	}

	private void requireMember(String group, Session.Node node) {
		if (!isMember(node.data())) {
			throw new ToozError("The node " + member(group) + " is no member's, so that nobody would see this one: "
					+ "delete it, or choose another member id", null);
		}
	}

	/** With the member's node, unless a process of Nova's stands there, too. */
	String delete(Session session, String group) throws KeeperException {
		this.processes.requireOwn(session, group);
		try {
			return session.await(session.deleteAll(process(member(group)), member(group)));
		}
		catch (KeeperException.NotEmptyException ex) {
			return session.await(session.delete(process(member(group))));
		}
		catch (KeeperException.NoNodeException ex) {
			throw new MemberNotJoined(group, this.memberId);
		}
	}

	String deleteAnybodys(Session session, String group) throws KeeperException {
		try {
			List<String> processes = session.await(session.children(member(group)));
			if (!processes.isEmpty()) {
				return session.await(session
					.deleteAll(processes.stream().map((name) -> member(group) + "/" + name).toArray(String[]::new)));
			}
		}
		catch (KeeperException.NoNodeException ex) {
			// Nobody's, or gone by itself.
		}
		throw new MemberNotJoined(group, this.memberId);
	}

	Set<String> missing(Session session, Set<String> groups) throws KeeperException {
		return this.processes.missing(session, groups);
	}

}
