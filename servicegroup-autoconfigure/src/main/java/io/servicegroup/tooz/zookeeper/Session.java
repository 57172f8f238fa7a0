package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.servicegroup.tooz.Backend.StoredMember;
import io.servicegroup.tooz.OperationTimedOut;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One call's access to one ZooKeeper session: requests that are sent without waiting, a
 * deadline for each answer that is waited for, and one for all of them. The asynchronous
 * calls of ZooKeeper itself, since its and Curator's blocking ones end with the session's
 * read timeout, not before.
 */
final class Session {

	static final byte[] NO_DATA = {};

	private static final int ANY_VERSION = -1;

	/** A call's round trips, one after the other, on a slow network. */
	private static final int ROUND_TRIPS = 3;

	private final ZooKeeper client;

	private final List<ACL> acl;

	private final Duration patience;

	private final long deadline;

	Session(ZooKeeper client, List<ACL> acl, Duration patience) {
		this.client = client;
		this.acl = acl;
		this.patience = patience;
		this.deadline = System.nanoTime() + patience.multipliedBy(ROUND_TRIPS).toNanos();
	}

	long id() {
		return this.client.getSessionId();
	}

	CompletableFuture<String> create(String path, byte[] data, CreateMode mode) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.client.create(path, data, this.acl, mode, (code, p, context, name) -> finish(answer, code, p, name), null);
		return answer;
	}

	/** Makes a lasting node, and those above it as far as they are missing. */
	void ensure(String path) throws KeeperException {
		ensure(path, NO_DATA);
	}

	/** The same with data, for one that is missing. */
	void ensure(String path, byte[] data) throws KeeperException {
		try {
			await(create(path, data, CreateMode.PERSISTENT));
		}
		catch (KeeperException.NodeExistsException ex) {
			// As it should be.
		}
		catch (KeeperException.NoNodeException ex) {
			ensure(path.substring(0, path.lastIndexOf('/')));
			ensure(path, data);
		}
	}

	CompletableFuture<Optional<Stat>> exists(String path) {
		CompletableFuture<Optional<Stat>> answer = new CompletableFuture<>();
		this.client.exists(path, false, (code, p, context, stat) -> {
			boolean absent = code == Code.NONODE.intValue();
			finish(answer, absent ? Code.OK.intValue() : code, p, Optional.ofNullable(absent ? null : stat));
		}, null);
		return answer;
	}

	CompletableFuture<List<String>> children(String path) {
		CompletableFuture<List<String>> answer = new CompletableFuture<>();
		this.client.getChildren(path, false, (code, p, context, children) -> finish(answer, code, p, children), null);
		return answer;
	}

	CompletableFuture<StoredMember> read(String path) {
		return node(path).thenApply((node) -> new StoredMember(node.data(),
				Instant.ofEpochMilli(node.stat().getCtime()), Instant.ofEpochMilli(node.stat().getMtime())));
	}

	CompletableFuture<Node> node(String path) {
		CompletableFuture<Node> answer = new CompletableFuture<>();
		this.client.getData(path, false, (code, p, context, data, stat) -> finish(answer, code, p,
				(stat != null) ? new Node(bytes(data), stat) : null), null);
		return answer;
	}

	/** A node may have no data at all, which is not the same to ZooKeeper as none. */
	private static byte[] bytes(byte @Nullable [] data) {
		return (data != null) ? data : new byte[0];
	}

	CompletableFuture<Stat> write(String path, byte[] data) {
		return write(path, ANY_VERSION, data);
	}

	/** Writes a node if it has this version. */
	CompletableFuture<Stat> write(String path, int version, byte[] data) {
		CompletableFuture<Stat> answer = new CompletableFuture<>();
		this.client.setData(path, data, version, (code, p, context, stat) -> finish(answer, code, p, stat), null);
		return answer;
	}

	CompletableFuture<String> delete(String path) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.client.delete(path, ANY_VERSION, (code, p, context) -> finish(answer, code, p, p), null);
		return answer;
	}

	/**
	 * Puts a new ephemeral node in an old one's place. Both at once, so that nobody sees
	 * the member gone.
	 */
	CompletableFuture<String> replace(String path, int version, byte[] data) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		List<Op> both = List.of(Op.delete(path, version), Op.create(path, data, this.acl, CreateMode.EPHEMERAL));
		this.client.multi(both, (code, p, context, results) -> finish(answer, code, path, path), null);
		return answer;
	}

	/** Deletes all or none of these nodes, one by one. */
	CompletableFuture<String> deleteAll(String... paths) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		List<Op> all = Stream.of(paths).map((path) -> Op.delete(path, ANY_VERSION)).toList();
		this.client.multi(all, (code, p, context, results) -> finish(answer, code, paths[0], paths[0]), null);
		return answer;
	}

	/**
	 * Watches a node once, if it is there: unlike one that asks whether it exists, no
	 * watch for its coming is left behind.
	 */
	CompletableFuture<Boolean> watch(String path, Watcher watcher) {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		this.client.getData(path, watcher, (code, p, context, data, stat) -> {
			boolean absent = code == Code.NONODE.intValue();
			finish(answer, absent ? Code.OK.intValue() : code, p, !absent);
		}, null);
		return answer;
	}

	/** Takes a watch back, if it is still set; its end is not waited for. */
	void unwatch(String path, Watcher watcher) {
		this.client.removeWatches(path, watcher, WatcherType.Data, true, (code, p, context) -> {
		}, null);
	}

	private static <T> void finish(CompletableFuture<T> answer, int code, String path, @Nullable T value) {
		if (code == Code.OK.intValue()) {
			answer.complete(value);
		}
		else {
			answer.completeExceptionally(KeeperException.create(Code.get(code), path));
		}
	}

	<T> T await(CompletableFuture<T> answer) throws KeeperException {
		try {
			long left = Math.min(this.patience.toNanos(), this.deadline - System.nanoTime());
			return answer.get(Math.max(1, left), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof KeeperException refusal) {
				throw refusal;
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new OperationTimedOut("ZooKeeper has not answered within " + this.patience.toMillis() + " ms", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OperationTimedOut("Interrupted while waiting for ZooKeeper", ex);
		}
	}

	/**
	 * A node as it was read.
	 */
	record Node(byte[] data, Stat stat) {
	}

}
