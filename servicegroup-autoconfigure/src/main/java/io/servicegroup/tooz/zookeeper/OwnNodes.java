package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.MemberAlreadyExist;
import io.servicegroup.tooz.MemberNotJoined;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * The nodes of the member that this instance serves. A node is its own when its session
 * owns it; one of an earlier session is dying, unless it is put anew.
 */
final class OwnNodes {

	private final UnaryOperator<String> path;

	private final String memberId;

	private final LongPredicate ownSessions;

	/**
	 * Creates it.
	 * @param path where the node of a group is
	 */
	OwnNodes(UnaryOperator<String> path, String memberId, LongPredicate ownSessions) {
		this.path = path;
		this.memberId = memberId;
		this.ownSessions = ownSessions;
	}

	boolean put(Session session, String group, byte[] capabilities) throws KeeperException {
		boolean done = false;
		// Ends by the session's deadline, should others change the node all the time.
		while (!done) {
			CompletableFuture<String> created = session.create(path(group), capabilities, CreateMode.EPHEMERAL);
			// At once, for who has to replace a node: that is two round trips, not three.
			CompletableFuture<Optional<Stat>> node = session.exists(path(group));
			try {
				session.await(created);
				done = true;
			}
			catch (KeeperException.NoNodeException ex) {
				throw new GroupNotCreated(group);
			}
			catch (KeeperException.NodeExistsException ex) {
				done = replace(session, group, capabilities, session.await(node));
			}
		}
		return done;
	}

	/** Returns false if the node changed between the look and the act. */
	private boolean replace(Session session, String group, byte[] capabilities, Optional<Stat> node)
			throws KeeperException {
		try {
			switch (holder(session, node)) {
				case NOBODY -> {
					return false;
				}
				case SELF -> session.await(session.write(path(group), capabilities));
				case EARLIER_SELF ->
					session.await(session.replace(path(group), node.orElseThrow().getVersion(), capabilities));
				case ANOTHER -> throw new MemberAlreadyExist(group, this.memberId);
			}
			return true;
		}
		catch (KeeperException.NoNodeException | KeeperException.BadVersionException ex) {
			return false;
		}
	}

	boolean delete(Session session, String group) throws KeeperException {
		requireOwn(session, group);
		return deleteAnybodys(session, group);
	}

	boolean deleteAnybodys(Session session, String group) throws KeeperException {
		try {
			session.await(session.delete(path(group)));
			return true;
		}
		catch (KeeperException.NoNodeException ex) {
			throw new MemberNotJoined(group, this.memberId);
		}
	}

	void requireOwn(Session session, String group) throws KeeperException {
		Holder holder = holder(session, session.await(session.exists(path(group))));
		if (holder != Holder.SELF && holder != Holder.EARLIER_SELF) {
			throw new MemberNotJoined(group, this.memberId);
		}
	}

	/** Returns the groups in which no node of the present session stands. */
	Set<String> missing(Session session, Set<String> groups) throws KeeperException {
		Map<String, CompletableFuture<Optional<Stat>>> answers = new LinkedHashMap<>();
		groups.forEach((group) -> answers.put(group, session.exists(path(group))));
		Set<String> lost = new LinkedHashSet<>();
		Set<String> taken = new LinkedHashSet<>();
		for (Map.Entry<String, CompletableFuture<Optional<Stat>>> answer : answers.entrySet()) {
			Holder holder = holder(session, session.await(answer.getValue()));
			if (holder != Holder.SELF) {
				((holder == Holder.ANOTHER) ? taken : lost).add(answer.getKey());
			}
		}
		if (lost.isEmpty() && !taken.isEmpty()) {
			throw new MemberAlreadyExist(taken.iterator().next(), this.memberId);
		}
		// To join the taken ones is refused, but not before the others are healed.
		lost.addAll(taken);
		return lost;
	}

	private Holder holder(Session session, Optional<Stat> node) {
		return node.map(Stat::getEphemeralOwner)
			.map((owner) -> (owner == session.id()) ? Holder.SELF
					: this.ownSessions.test(owner) ? Holder.EARLIER_SELF : Holder.ANOTHER)
			.orElse(Holder.NOBODY);
	}

	private String path(String group) {
		return this.path.apply(group);
	}

	private enum Holder {

		NOBODY, SELF, EARLIER_SELF, ANOTHER

	}

}
