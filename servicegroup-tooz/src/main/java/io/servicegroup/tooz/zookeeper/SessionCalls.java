package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.spi.AnswerDeadline;
import io.servicegroup.tooz.spi.AnswerDeadline.Answer;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one call in one ZooKeeper session, without waiting.
 * {@link #await} waits for an answer; each answer has a timeout, which counts from the
 * last answer in the session, and all answers of the call have a common deadline. Uses
 * ZooKeeper's asynchronous methods, since the blocking ones, Curator's included, return
 * only after the session's read timeout.
 */
final class SessionCalls {

	static final byte[] NO_DATA = {};

	private static final int ANY_VERSION = -1;

	/** The deadline of a call, as a multiple of the timeout of one answer. */
	private static final int MAX_TIMEOUTS = 10;

	private static final long RECONNECT_PAUSE_MILLIS = 20;

	private final ZooKeeper client;

	private final List<ACL> acl;

	private final LongListings longListings;

	private final ServerFeatures features;

	private final Duration timeout;

	private final AnswerDeadline answerDeadline;

	private final Runnable onAnswer;

	private final long deadline;

	SessionCalls(ZooKeeper client, List<ACL> acl, LongListings longListings, ServerFeatures features, Duration timeout,
			LongSupplier silence, Runnable onAnswer) {
		this.client = client;
		this.acl = acl;
		this.longListings = longListings;
		this.features = features;
		this.timeout = timeout;
		this.answerDeadline = new AnswerDeadline(timeout, silence);
		this.onAnswer = onAnswer;
		this.deadline = System.nanoTime() + timeout.multipliedBy(MAX_TIMEOUTS).toNanos();
	}

	long id() {
		return this.client.getSessionId();
	}

	CompletableFuture<String> create(String path, byte[] data, CreateMode mode) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.client.create(path, data, this.acl, mode, (code, p, context, name) -> complete(answer, code, p, name),
				null);
		return answer;
	}

	/** Creates a persistent node and its missing parents. */
	void ensure(String path) throws KeeperException {
		ensure(path, NO_DATA);
	}

	/** Creates a persistent node with data and its missing parents. */
	void ensure(String path, byte[] data) throws KeeperException {
		try {
			await(create(path, data, CreateMode.PERSISTENT));
		}
		catch (KeeperException.NodeExistsException ex) {
			// Created before, or by another process.
		}
		catch (KeeperException.NoNodeException ex) {
			ensure(path.substring(0, path.lastIndexOf('/')));
			ensure(path, data);
		}
	}

	CompletableFuture<Optional<Stat>> exists(String path) {
		return exists(path, Function.identity());
	}

	/**
	 * Requests a node's state.
	 * @param onArrival called with the answer in the client's event thread, after the
	 * events of all changes that the answer contains
	 */
	<T> CompletableFuture<T> exists(String path, Function<Optional<Stat>, T> onArrival) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		this.client.exists(path, false, (code, p, context, stat) -> {
			if (code == Code.NONODE.intValue()) {
				complete(answer, Code.OK.intValue(), p, onArrival.apply(Optional.empty()));
			}
			else {
				complete(answer, code, p, (stat != null) ? onArrival.apply(Optional.of(stat)) : null);
			}
		}, null);
		return answer;
	}

	/** Returns the client of this session. */
	ZooKeeper client() {
		return this.client;
	}

	/** Returns whether the servers have reads in bulk and recursive watches. */
	boolean hasBulkReads() {
		return this.features.hasBulkReads();
	}

	/** Returns the longest answer that the client reads, in bytes. */
	int maxPacketBytes() {
		return this.longListings.maxBytes();
	}

	/**
	 * Reads several nodes in one request. A node that does not exist, or that this client
	 * may not read, does not affect the others.
	 */
	CompletableFuture<List<Reply>> nodes(List<String> paths) {
		CompletableFuture<List<Reply>> answer = new CompletableFuture<>();
		this.client.multi(paths.stream().map(Op::getData).toList(), (code, p, context, results) -> {
			// With results, the code is that of the first node that was refused.
			complete(answer, (results != null) ? Code.OK.intValue() : code, paths.get(0),
					(results != null) ? results.stream().map(Reply::of).toList() : null);
		}, null);
		return answer;
	}

	CompletableFuture<List<String>> children(String path) {
		return children(path, (names, node) -> names);
	}

	/**
	 * Requests the names of a node's children.
	 * @param onArrival called with the names and the node's state in the client's event
	 * thread, after the events of all changes that the answer contains
	 */
	<T> CompletableFuture<T> children(String path, BiFunction<List<String>, Stat, T> onArrival) {
		CoordinationException refusal = this.longListings.refusal(path);
		return (refusal == null) ? list(path, onArrival)
				: exists(path).thenCompose((node) -> node.filter(this.longListings::canBeTooLong).isPresent()
						? CompletableFuture.failedFuture(refusal) : list(path, onArrival));
	}

	private <T> CompletableFuture<T> list(String path, BiFunction<List<String>, Stat, T> onArrival) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		this.client.getChildren(path, false, (code, p, context, children, stat) -> {
			this.longListings.listed(path, code);
			complete(answer, code, p, (stat != null) ? onArrival.apply(children, stat) : null);
		}, null);
		return answer;
	}

	CompletableFuture<StoredMember> read(String path) {
		return node(path).thenApply(Node::member);
	}

	CompletableFuture<Node> node(String path) {
		CompletableFuture<Node> answer = new CompletableFuture<>();
		this.client.getData(path, false, (code, p, context, data, stat) -> complete(answer, code, p,
				(stat != null) ? new Node(bytes(data), stat) : null), null);
		return answer;
	}

	/** Returns empty data for a node without data, for which ZooKeeper returns null. */
	private static byte[] bytes(byte @Nullable [] data) {
		return (data != null) ? data : new byte[0];
	}

	CompletableFuture<Stat> write(String path, byte[] data) {
		return write(path, ANY_VERSION, data);
	}

	/** Writes a node if it still has the given version. */
	CompletableFuture<Stat> write(String path, int version, byte[] data) {
		CompletableFuture<Stat> answer = new CompletableFuture<>();
		this.client.setData(path, data, version, (code, p, context, stat) -> complete(answer, code, p, stat), null);
		return answer;
	}

	CompletableFuture<String> delete(String path) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.client.delete(path, ANY_VERSION, (code, p, context) -> complete(answer, code, p, p), null);
		return answer;
	}

	/**
	 * Replaces a node by an ephemeral node of this session, in one transaction, so that
	 * the member is never missing for other processes.
	 */
	CompletableFuture<String> replace(String path, int version, byte[] data) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		List<Op> both = List.of(Op.delete(path, version), Op.create(path, data, this.acl, CreateMode.EPHEMERAL));
		this.client.multi(both, (code, p, context, results) -> complete(answer, code, path, path), null);
		return answer;
	}

	/** Deletes these nodes in the given order: all of them or none. */
	CompletableFuture<String> deleteAll(String... paths) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		List<Op> all = Stream.of(paths).map((path) -> Op.delete(path, ANY_VERSION)).toList();
		this.client.multi(all, (code, p, context, results) -> complete(answer, code, paths[0], paths[0]), null);
		return answer;
	}

	/**
	 * Sets a one-time watch on a node, and returns whether the node exists. If it does
	 * not, no watch is left, unlike with {@code exists}.
	 */
	CompletableFuture<Boolean> watch(String path, Watcher watcher) {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		this.client.getData(path, watcher, (code, p, context, data, stat) -> {
			boolean absent = code == Code.NONODE.intValue();
			complete(answer, absent ? Code.OK.intValue() : code, p, !absent);
		}, null);
		return answer;
	}

	/** Removes a watch if it is still set, without waiting. */
	void unwatch(String path, Watcher watcher) {
		this.client.removeWatches(path, watcher, WatcherType.Data, true, (code, p, context) -> {
		}, null);
	}

	private <T> void complete(CompletableFuture<T> answer, int code, String path, @Nullable T value) {
		if (code != Code.CONNECTIONLOSS.intValue() && code != Code.SESSIONEXPIRED.intValue()) {
			this.onAnswer.run();
		}
		if (code == Code.OK.intValue()) {
			answer.complete(value);
		}
		else {
			answer.completeExceptionally(KeeperException.create(Code.get(code), path));
		}
	}

	/**
	 * Waits for an answer.
	 * @throws KeeperException if the server refused the request
	 * @throws OperationTimeoutException if the answer does not arrive in time
	 * @throws CoordinationInterruptedException if the thread is interrupted
	 */
	<T> T await(CompletableFuture<T> answer) throws KeeperException {
		try {
			if (!answer.isDone()) {
				awaitArrival(Answer.of(answer));
			}
			return answer.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof KeeperException refusal) {
				throw refusal;
			}
			if (ex.getCause() instanceof CoordinationException refusal) {
				throw refusal;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	/** Returns the failure of a request from that of a stage which depends on it. */
	static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/** Waits until the server answers, after a request that made it disconnect. */
	void awaitConnection() throws KeeperException {
		boolean connected = false;
		// Each request waits in the client until it is connected, or a server refuses.
		while (!connected) {
			try {
				await(exists("/"));
				connected = true;
			}
			catch (KeeperException.ConnectionLossException ex) {
				awaitArrival((nanos) -> {
					Thread.sleep(RECONNECT_PAUSE_MILLIS);
					return true;
				});
			}
		}
	}

	/**
	 * Takes permits, which are released when answers arrive.
	 * @throws OperationTimeoutException if no answers arrive in time
	 * @throws CoordinationInterruptedException if the thread is interrupted
	 */
	void take(Semaphore permits, int count) {
		awaitArrival((nanos) -> permits.tryAcquire(count, nanos, TimeUnit.NANOSECONDS));
	}

	private void awaitArrival(Answer answer) {
		try {
			if (System.nanoTime() - this.deadline >= 0 || !this.answerDeadline.await(answer)) {
				throw new OperationTimeoutException(
						"ZooKeeper did not answer within " + this.timeout.toMillis() + " ms", null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for ZooKeeper", ex);
		}
	}

	/**
	 * The answer to the read of one node among others.
	 *
	 * @param node the node, or null if it was not read
	 * @param code why it was not read, or {@code OK}
	 */
	record Reply(@Nullable Node node, Code code) {

		static Reply of(Node node) {
			return new Reply(node, Code.OK);
		}

		private static Reply of(OpResult result) {
			if (result instanceof OpResult.GetDataResult read) {
				return of(new Node(bytes(read.getData()), read.getStat()));
			}
			Code code = (result instanceof OpResult.ErrorResult error) ? Code.get(error.getErr()) : null;
			return new Reply(null, (code != null && code != Code.OK) ? code : Code.SYSTEMERROR);
		}

	}

	/**
	 * A node as it was read.
	 */
	record Node(byte[] data, Stat stat) {

		StoredMember member() {
			return new StoredMember(this.data, Instant.ofEpochMilli(this.stat.getCtime()),
					Instant.ofEpochMilli(this.stat.getMtime()));
		}

	}

}
