package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.servicegroup.tooz.spi.Backend.StoredMember;

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

	/** The sizes of nodes that are not small, by path. Guarded by itself. */
	private final Map<String, Integer> sizes = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
			return size() > MAX_KNOWN;
		}

	};

	/** Requests a node, as soon as few enough bytes are requested. */
	CompletableFuture<SessionCalls.Node> node(SessionCalls session, String path) {
		int bytes = Math.min(size(path), MAX_BYTES);
		session.take(this.free, bytes);
		CompletableFuture<SessionCalls.Node> answer = null;
		try {
			answer = session.node(path).whenComplete((node, failure) -> {
				this.free.release(bytes);
				if (node != null) {
					learn(path, node.data().length);
				}
			});
			return answer;
		}
		finally {
			if (answer == null) {
				this.free.release(bytes);
			}
		}
	}

	/** Requests a member's node. */
	CompletableFuture<StoredMember> member(SessionCalls session, String path) {
		return node(session, path).thenApply(SessionCalls.Node::member);
	}

	private int size(String path) {
		synchronized (this.sizes) {
			return this.sizes.getOrDefault(path, SMALL_NODE);
		}
	}

	private void learn(String path, int bytes) {
		synchronized (this.sizes) {
			if (bytes > SMALL_NODE) {
				this.sizes.put(path, bytes);
			}
			else {
				this.sizes.remove(path);
			}
		}
	}

}
