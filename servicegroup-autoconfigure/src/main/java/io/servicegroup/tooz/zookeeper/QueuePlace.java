package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One contender's place in the queue for a lock, as kazoo queues: an ephemeral sequential
 * node. It counts only in the session that made it; one of an earlier session may vanish
 * at any moment.
 */
final class QueuePlace {

	private final String lock;

	private final byte[] memberId;

	/** Tells the node, should the answer with its name be lost. */
	private final String prefix = UUID.randomUUID().toString().replace("-", "") + Contenders.MARK;

	/** Whether a node may stand in the store. */
	private volatile boolean asked;

	private volatile @Nullable String name;

	private volatile Optional<String> predecessor = Optional.empty();

	private volatile long transaction;

	QueuePlace(String lock, String memberId) {
		this.lock = lock;
		this.memberId = memberId.getBytes(StandardCharsets.UTF_8);
	}

	boolean mayStand() {
		return this.asked;
	}

	/** The path of the one before, as it was last seen. */
	Optional<String> predecessor() {
		return this.predecessor.map(this::path);
	}

	/** The transaction that made the node. */
	long transaction() {
		return this.transaction;
	}

	Contenders contenders(Session session) throws KeeperException {
		return Contenders.of(children(session));
	}

	private List<String> children(Session session) throws KeeperException {
		try {
			return session.await(session.children(this.lock));
		}
		catch (KeeperException.NoNodeException ex) {
			return List.of();
		}
	}

	/** Makes sure that the node stands, and returns whether it is the first one. */
	boolean take(Session session) throws KeeperException {
		// Ends by the session's deadline, should others delete the node all the time.
		while (true) {
			String own = (this.name != null) ? this.name : findOrCreate(session);
			this.name = own;
			CompletableFuture<List<String>> children = session.children(this.lock);
			Optional<Stat> node = session.await(session.exists(path(own)));
			if (node.isPresent() && isOf(session, node.get())) {
				this.transaction = node.get().getCzxid();
				this.predecessor = Contenders.of(session.await(children)).before(own);
				return this.predecessor.isEmpty();
			}
			delete(session, own);
			this.name = null;
		}
	}

	private String findOrCreate(Session session) throws KeeperException {
		if (this.asked) {
			Optional<String> found = children(session).stream().filter(this::isOwn).findFirst();
			if (found.isPresent()) {
				return found.get();
			}
		}
		this.asked = true;
		try {
			return create(session);
		}
		catch (KeeperException.NoNodeException ex) {
			session.ensure(this.lock);
			return create(session);
		}
	}

	private String create(Session session) throws KeeperException {
		String path = session.await(session.create(path(this.prefix), this.memberId, CreateMode.EPHEMERAL_SEQUENTIAL));
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/** Whether the node stands, in this session. */
	boolean stands(Session session) throws KeeperException {
		String own = this.name;
		return own != null
				&& session.await(session.exists(path(own))).filter((node) -> isOf(session, node)).isPresent();
	}

	private static boolean isOf(Session session, Stat node) {
		return node.getEphemeralOwner() == session.id();
	}

	/** Returns whether the node stood until now, in whichever session. */
	boolean leave(Session session) throws KeeperException {
		String own = this.name;
		boolean stood = false;
		for (String node : (own != null) ? List.of(own) : children(session).stream().filter(this::isOwn).toList()) {
			stood |= delete(session, node);
		}
		this.name = null;
		this.asked = false;
		return stood;
	}

	private boolean isOwn(String node) {
		return node.startsWith(this.prefix);
	}

	boolean delete(Session session, String node) throws KeeperException {
		try {
			session.await(session.delete(path(node)));
			return true;
		}
		catch (KeeperException.NoNodeException ex) {
			return false;
		}
	}

	private String path(String node) {
		return this.lock + "/" + node;
	}

}
