package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.zookeeper.SessionCalls.Reply;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Stat;

/**
 * The ephemeral nodes of this instance's member. A node of an earlier session counts as
 * missing, because the server deletes it when that session expires.
 */
final class MemberNodes {

	/** The limit of a request for several nodes, and of its answer. */
	private static final int MAX_BYTES = 512 << 10;

	/** The limit of the data of one of them. */
	private static final int MAX_DATA_BYTES = 4 << 10;

	/** What the answer has beside the data of a node. */
	private static final int NODE_BYTES = 100;

	/** The number of heartbeats with single reads after an answer that was lost. */
	private static final int PAUSE = 20;

	private final UnaryOperator<String> path;

	private final String memberId;

	private final LongPredicate ownSessions;

	private volatile int singleReads;

	/**
	 * Creates an instance. Makes no call.
	 * @param path returns the path of the member's node in a group
	 * @param memberId the member's id
	 * @param ownSessions whether a session is the current or an earlier one of this
	 * instance
	 */
	MemberNodes(UnaryOperator<String> path, String memberId, LongPredicate ownSessions) {
		this.path = path;
		this.memberId = memberId;
		this.ownSessions = ownSessions;
	}

	/**
	 * Creates the member's node in the current session, or writes new capabilities.
	 * @throws GroupNotFoundException if there is no such group
	 * @throws MemberAlreadyExistsException if another instance's session owns the node
	 */
	boolean put(SessionCalls session, String group, byte[] capabilities) throws KeeperException {
		boolean done = false;
		// Ends by the session's deadline if other processes keep changing the node.
		while (!done) {
			CompletableFuture<String> created = session.create(path(group), capabilities, CreateMode.EPHEMERAL);
			// Sent together, so that replacing a node takes two round trips, not three.
			CompletableFuture<Optional<Stat>> node = session.exists(path(group));
			try {
				session.await(created);
				done = true;
			}
			catch (KeeperException.NoNodeException ex) {
				throw new GroupNotFoundException(group);
			}
			catch (KeeperException.NodeExistsException ex) {
				done = replace(session, group, capabilities, session.await(node));
			}
		}
		return done;
	}

	/** Returns false if the node changed meanwhile. */
	private boolean replace(SessionCalls session, String group, byte[] capabilities, Optional<Stat> node)
			throws KeeperException {
		try {
			switch (holder(session, node)) {
				case NONE -> {
					return false;
				}
				case SELF -> session.await(session.write(path(group), capabilities));
				case EARLIER_SELF ->
					session.await(session.replace(path(group), node.orElseThrow().getVersion(), capabilities));
				case OTHER -> throw new MemberAlreadyExistsException(group, this.memberId);
			}
			return true;
		}
		catch (KeeperException.NoNodeException | KeeperException.BadVersionException ex) {
			return false;
		}
	}

	/**
	 * Deletes the member's node if a session of this instance owns it.
	 * @throws MemberNotJoinedException if there is no such node
	 */
	boolean delete(SessionCalls session, String group) throws KeeperException {
		requireOwn(session, group);
		return deleteAny(session, group);
	}

	/**
	 * Deletes the member's node, even if another process created it.
	 * @throws MemberNotJoinedException if there is no such node
	 */
	boolean deleteAny(SessionCalls session, String group) throws KeeperException {
		try {
			session.await(session.delete(path(group)));
			return true;
		}
		catch (KeeperException.NoNodeException ex) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	void requireOwn(SessionCalls session, String group) throws KeeperException {
		Holder holder = holder(session, session.await(session.exists(path(group))));
		if (holder != Holder.SELF && holder != Holder.EARLIER_SELF) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	/**
	 * Returns the groups without a node of the current session.
	 * @throws MemberAlreadyExistsException if another instance owns a node, and no other
	 * group lacks its node
	 */
	Set<String> missing(SessionCalls session, Map<String, byte[]> memberships) throws KeeperException {
		Map<String, CompletableFuture<Optional<Stat>>> answers = stats(session, memberships);
		Set<String> lost = new LinkedHashSet<>();
		Set<String> taken = new LinkedHashSet<>();
		for (Map.Entry<String, CompletableFuture<Optional<Stat>>> answer : answers.entrySet()) {
			Holder holder = holder(session, session.await(answer.getValue()));
			if (holder != Holder.SELF) {
				((holder == Holder.OTHER) ? taken : lost).add(answer.getKey());
			}
		}
		if (lost.isEmpty() && !taken.isEmpty()) {
			throw new MemberAlreadyExistsException(taken.iterator().next(), this.memberId);
		}
		// The caller joins these groups in order: first those without a node, then the
		// taken ones, whose join fails.
		lost.addAll(taken);
		return lost;
	}

	/**
	 * Requests the nodes of all groups: those with little data in one request, unless the
	 * answer to the last such request was lost, and the others one by one.
	 */
	private Map<String, CompletableFuture<Optional<Stat>>> stats(SessionCalls session,
			Map<String, byte[]> memberships) {
		List<String> small = smallNodes(session, memberships);
		Map<String, CompletableFuture<Optional<Stat>>> answers = new LinkedHashMap<>();
		if (small.size() > 1) {
			CompletableFuture<List<Reply>> replies = session.nodes(small.stream().map(this::path).toList());
			this.singleReads = PAUSE;
			for (int i = 0; i < small.size(); i++) {
				int index = i;
				answers.put(small.get(i), replies.thenCompose((all) -> {
					this.singleReads = 0;
					return stat(session, small.get(index), all.get(index));
				}));
			}
		}
		memberships.keySet()
			.forEach((group) -> answers.computeIfAbsent(group, (single) -> session.exists(path(single))));
		return answers;
	}

	private List<String> smallNodes(SessionCalls session, Map<String, byte[]> memberships) {
		List<String> small = new ArrayList<>();
		if (session.hasBulkReads() && this.singleReads == 0) {
			int bytes = 0;
			int maxBytes = Math.min(MAX_BYTES, session.maxPacketBytes() / 2);
			for (Map.Entry<String, byte[]> membership : memberships.entrySet()) {
				int size = path(membership.getKey()).length() + NODE_BYTES + membership.getValue().length;
				if (membership.getValue().length <= MAX_DATA_BYTES && bytes + size <= maxBytes) {
					bytes += size;
					small.add(membership.getKey());
				}
			}
		}
		else if (this.singleReads > 0) {
			this.singleReads--;
		}
		return small;
	}

	private CompletableFuture<Optional<Stat>> stat(SessionCalls session, String group, Reply reply) {
		if (reply.node() != null) {
			return CompletableFuture.completedFuture(Optional.of(reply.node().stat()));
		}
		// Without the right to read a node, a client may see its state.
		return (reply.code() == Code.NONODE) ? CompletableFuture.completedFuture(Optional.empty())
				: session.exists(path(group));
	}

	private Holder holder(SessionCalls session, Optional<Stat> node) {
		return node.map(Stat::getEphemeralOwner)
			.map((owner) -> (owner == session.id()) ? Holder.SELF
					: this.ownSessions.test(owner) ? Holder.EARLIER_SELF : Holder.OTHER)
			.orElse(Holder.NONE);
	}

	private String path(String group) {
		return this.path.apply(group);
	}

	private enum Holder {

		NONE, SELF, EARLIER_SELF, OTHER

	}

}
