package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Limits the bytes of member nodes that are requested and not received yet. The session
 * has one connection, on which the answer to a heartbeat, or to the client's ping,
 * arrives after all that was requested before. The size of a node is known from its last
 * reading. Thread-safe.
 */
final class ReadWindow {

	private static final int MAX_BYTES = 128 << 10;

	/** A node of which no larger size is known. A thousand of them are read at once. */
	private static final int SMALL_NODE = 128;

	private static final int MAX_KNOWN = 10_000;

	private final Semaphore free = new Semaphore(MAX_BYTES, true);

	/** The sizes of nodes that are larger than assumed, by path. Guarded by itself. */
	private final Map<String, Integer> sizes = new Recent();

	/** The sizes to assume of nodes, by their parent's path. Guarded by sizes. */
	private final Map<String, Integer> assumed = new Recent();

	/** The parent of the path that was looked up last. Guarded by sizes. */
	private String lastParent = "";

	/** The size to assume of its children. Guarded by sizes. */
	private int lastAssumed = SMALL_NODE;

	/** Requests a node, as soon as few enough bytes are requested. */
	CompletableFuture<SessionCalls.Node> node(SessionCalls session, String path) {
		return reserved(session, size(path), () -> session.node(path), (node) -> learn(path, node.data().length));
	}

	/**
	 * Requests several nodes in one request, as soon as few enough bytes are requested.
	 */
	CompletableFuture<List<SessionCalls.Reply>> nodes(SessionCalls session, List<String> paths) {
		int bytes = paths.stream().mapToInt(this::size).sum();
		return reserved(session, bytes, () -> session.nodes(paths), (replies) -> {
			for (int i = 0; i < paths.size(); i++) {
				SessionCalls.Node node = replies.get(i).node();
				if (node != null) {
					learn(paths.get(i), node.data().length);
				}
			}
		});
	}

	private <T> CompletableFuture<T> reserved(SessionCalls session, int bytes, Supplier<CompletableFuture<T>> request,
			Consumer<T> onAnswer) {
		int permits = Math.min(bytes, MAX_BYTES);
		session.take(this.free, permits);
		CompletableFuture<T> answer = null;
		try {
			answer = request.get().whenComplete((result, failure) -> {
				this.free.release(permits);
				if (failure == null) {
					onAnswer.accept(result);
				}
			});
			return answer;
		}
		finally {
			if (answer == null) {
				this.free.release(permits);
			}
		}
	}

	/**
	 * Assumes that these nodes are larger than before by a factor, until they are read.
	 * For nodes whose common answer did not arrive: it may have been too long.
	 */
	void distrust(List<String> paths, int factor) {
		paths.forEach((path) -> learn(path, (int) Math.min(MAX_BYTES, (long) size(path) * factor)));
	}

	/** Returns whether it is known what size to assume of a node's children. */
	boolean isSampled(String parent) {
		synchronized (this.sizes) {
			return this.assumed.containsKey(parent);
		}
	}

	/** Assumes from now on that other children are as large as some on average. */
	void sample(String parent, List<Integer> lengths) {
		assume(parent, (int) lengths.stream().mapToInt(Integer::intValue).average().orElse(0));
	}

	/**
	 * Takes the sizes of most children of a node. Assumes from now on that the others are
	 * as large as nine tenths of these.
	 */
	void learn(String parent, List<String> paths, List<Integer> lengths) {
		assume(parent, lengths.stream().sorted().toList().get(lengths.size() * 9 / 10));
		for (int i = 0; i < paths.size(); i++) {
			learn(paths.get(i), lengths.get(i));
		}
	}

	private void assume(String parent, int bytes) {
		synchronized (this.sizes) {
			this.assumed.put(parent, Math.max(SMALL_NODE, bytes));
			this.lastParent = parent;
			this.lastAssumed = Math.max(SMALL_NODE, bytes);
		}
	}

	/** Returns the assumed size of a node. */
	int size(String path) {
		synchronized (this.sizes) {
			Integer known = this.sizes.isEmpty() ? null : this.sizes.get(path);
			return (known != null) ? known : assumedSize(path);
		}
	}

	/** A listing asks for thousands of children of one node, several times each. */
	private int assumedSize(String path) {
		int end = path.lastIndexOf('/');
		if (end != this.lastParent.length() || !path.startsWith(this.lastParent)) {
			this.lastParent = path.substring(0, end);
			this.lastAssumed = this.assumed.getOrDefault(this.lastParent, SMALL_NODE);
		}
		return this.lastAssumed;
	}

	private void learn(String path, int bytes) {
		synchronized (this.sizes) {
			if (bytes > assumedSize(path)) {
				this.sizes.put(path, bytes);
			}
			else if (!this.sizes.isEmpty()) {
				this.sizes.remove(path);
			}
		}
	}

	/** A map that forgets its oldest entries. */
	private static final class Recent extends LinkedHashMap<String, Integer> {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
			return size() > MAX_KNOWN;
		}

	}

}
