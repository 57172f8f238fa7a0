package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One contender's node in the queue for a lock: ephemeral and sequential, as in kazoo. It
 * counts only in the session that created it; a node of an earlier session may be deleted
 * at any moment.
 */
final class LockNode {

	private final String namespace;

	private final String lock;

	private final byte[] memberId;

	/** Identifies the node if the answer with its full name is lost. */
	private final String prefix = UUID.randomUUID().toString().replace("-", "") + LockQueue.SEPARATOR;

	/** Whether a node may exist: one was requested and not deleted since. */
	private volatile boolean mayExist;

	private volatile @Nullable String name;

	private volatile Optional<String> predecessor = Optional.empty();

	private volatile long token;

	/**
	 * Creates an instance. Makes no call.
	 * @param namespace the path of the namespace, whose creation raises the tokens
	 * @param lock the path of the lock
	 * @param memberId the id of the contender
	 */
	LockNode(String namespace, String lock, String memberId) {
		this.namespace = namespace;
		this.lock = lock;
		this.memberId = memberId.getBytes(StandardCharsets.UTF_8);
	}

	boolean mayExist() {
		return this.mayExist;
	}

	/** Returns the path of the node before this one, as of the last {@link #enqueue}. */
	Optional<String> predecessor() {
		return this.predecessor.map(this::path);
	}

	/**
	 * Returns the fencing token: the transaction that created the node, plus the time at
	 * which the namespace was created, by the server's clock. So tokens increase also
	 * after the store has lost its data, when transactions are counted from the
	 * beginning. The time is in nanoseconds, since each election of the ensemble adds
	 * 2^32 to the transactions: that is four seconds.
	 */
	long token() {
		return this.token;
	}

	LockQueue queue(SessionCalls session) throws KeeperException {
		return LockQueue.of(children(session));
	}

	private List<String> children(SessionCalls session) throws KeeperException {
		try {
			return session.await(session.children(this.lock));
		}
		catch (KeeperException.NoNodeException ex) {
			return List.of();
		}
	}

	/** Creates the node if necessary, and returns whether it is first in the queue. */
	boolean enqueue(SessionCalls session) throws KeeperException {
		// Ends by the session's deadline if other processes keep deleting the node.
		while (true) {
			String own = (this.name != null) ? this.name : findOrCreate(session);
			this.name = own;
			CompletableFuture<List<String>> children = session.children(this.lock);
			CompletableFuture<Optional<Stat>> namespace = session.exists(this.namespace);
			Optional<Stat> node = session.await(session.exists(path(own)));
			if (node.isPresent() && isOf(session, node.get())) {
				this.token = TimeUnit.MILLISECONDS.toNanos(session.await(namespace).map(Stat::getCtime).orElse(0L))
						+ node.get().getCzxid();
				this.predecessor = LockQueue.of(session.await(children)).predecessor(own);
				return this.predecessor.isEmpty();
			}
			delete(session, own);
			this.name = null;
		}
	}

	private String findOrCreate(SessionCalls session) throws KeeperException {
		if (this.mayExist) {
			Optional<String> found = children(session).stream().filter(this::isOwn).findFirst();
			if (found.isPresent()) {
				return found.get();
			}
		}
		this.mayExist = true;
		try {
			return create(session);
		}
		catch (KeeperException.NoNodeException ex) {
			session.ensure(this.lock);
			return create(session);
		}
	}

	private String create(SessionCalls session) throws KeeperException {
		String path = session.await(session.create(path(this.prefix), this.memberId, CreateMode.EPHEMERAL_SEQUENTIAL));
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/** Returns whether the node exists and the current session owns it. */
	boolean exists(SessionCalls session) throws KeeperException {
		String own = this.name;
		return own != null
				&& session.await(session.exists(path(own))).filter((node) -> isOf(session, node)).isPresent();
	}

	private static boolean isOf(SessionCalls session, Stat node) {
		return node.getEphemeralOwner() == session.id();
	}

	/** Deletes the node and returns whether it existed, in whichever session. */
	boolean remove(SessionCalls session) throws KeeperException {
		String own = this.name;
		boolean existed = false;
		for (String node : (own != null) ? List.of(own) : children(session).stream().filter(this::isOwn).toList()) {
			existed |= delete(session, node);
		}
		this.name = null;
		this.mayExist = false;
		return existed;
	}

	private boolean isOwn(String node) {
		return node.startsWith(this.prefix);
	}

	/** Deletes a node of the queue and returns whether it existed. */
	boolean delete(SessionCalls session, String node) throws KeeperException {
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
