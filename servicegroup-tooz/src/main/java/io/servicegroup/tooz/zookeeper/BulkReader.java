package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.zookeeper.SessionCalls.Reply;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/**
 * Reads many children of a node in few requests. Several nodes share an answer as long as
 * it is short: ZooKeeper's client closes the connection when an answer is too long, and
 * an answer counts as an arrival only when it is complete. Large nodes are read one by
 * one, and all nodes are if the server is older than 3.6. Thread-safe.
 */
final class BulkReader {

	private static final int MAX_ANSWER_BYTES = 64 << 10;

	/** A quarter of what a server accepts by default. */
	private static final int MAX_REQUEST_BYTES = 256 << 10;

	/** More than a server stores in a node by default. */
	private static final int MAX_NODE_BYTES = 1100 << 10;

	/** The number of nodes to read first if nothing is known about their sizes. */
	private static final int SAMPLE = 32;

	private final ReadWindow window = new ReadWindow();

	/**
	 * Reads children of a node, in one round trip if their sizes are known and small.
	 * @param parent the node's path
	 * @param names the names of the children
	 * @return the reply for each name: the node, or that it does not exist or access is
	 * denied
	 */
	Map<String, Reply> read(SessionCalls session, String parent, Collection<String> names) throws KeeperException {
		List<String> paths = names.stream().map((name) -> parent + "/" + name).toList();
		Map<String, Reply> replies = new LinkedHashMap<>();
		List<Request> requests = new ArrayList<>();
		int sample = this.window.isSampled(parent) || paths.isEmpty() ? 0
				: Math.min(sampleSize(session), end(session, paths, 0));
		try {
			if (sample > 0) {
				requests.add(send(session, paths.subList(0, sample)));
				this.window.sample(parent, lengths(session.await(requests.get(0).answer)));
			}
			for (int from = sample, to; from < paths.size(); from = to) {
				to = end(session, paths, from);
				requests.add(send(session, paths.subList(from, to)));
			}
			for (Request request : requests) {
				request.addTo(replies, parent, session.await(request.answer));
			}
		}
		catch (KeeperException.UnimplementedException ex) {
			throw ex;
		}
		catch (KeeperException | CoordinationException ex) {
			// Half a thousand nodes are read by 32 then, and these one by one.
			int factor = (sample > 0 || sampleSize(session) < SAMPLE) ? MAX_ANSWER_BYTES : SAMPLE / 2;
			requests.stream()
				.filter(Request::isUnanswered)
				.findFirst()
				.ifPresent((request) -> this.window.distrust(request.paths, factor));
			throw ex;
		}
		if (paths.size() >= SAMPLE) {
			this.window.learn(parent, paths, lengths(replies.values()));
		}
		return replies;
	}

	private static List<Integer> lengths(Collection<Reply> replies) {
		return replies.stream().map((reply) -> (reply.node() != null) ? reply.node().data().length : 0).toList();
	}

	/** Returns how many nodes of any size the client can read at once. */
	private static int sampleSize(SessionCalls session) {
		return session.hasBulkReads() ? Math.max(1, Math.min(SAMPLE, session.maxPacketBytes() / MAX_NODE_BYTES)) : 1;
	}

	/** Returns the end of the nodes from an index on that are read in one request. */
	private int end(SessionCalls session, List<String> paths, int from) {
		int maxBytes = session.hasBulkReads() ? Math.min(MAX_ANSWER_BYTES, session.maxPacketBytes() / 4) : 0;
		int end = from + 1;
		int answer = this.window.size(paths.get(from));
		int request = paths.get(from).length();
		for (; end < paths.size(); end++) {
			answer += this.window.size(paths.get(end));
			request += paths.get(end).length();
			if (answer > maxBytes || request > MAX_REQUEST_BYTES) {
				break;
			}
		}
		return end;
	}

	private Request send(SessionCalls session, List<String> paths) {
		return new Request(paths,
				(paths.size() > 1) ? this.window.nodes(session, paths) : single(session, paths.get(0)));
	}

	private CompletableFuture<List<Reply>> single(SessionCalls session, String path) {
		return this.window.node(session, path).handle((node, failure) -> {
			if (failure == null) {
				return List.of(Reply.of(node));
			}
			if (SessionCalls.cause(failure) instanceof KeeperException refusal && isOfOneNode(refusal.code())) {
				return List.of(new Reply(null, refusal.code()));
			}
			throw new CompletionException(SessionCalls.cause(failure));
		});
	}

	private static boolean isOfOneNode(Code code) {
		return code == Code.NONODE || code == Code.NOAUTH;
	}

	/**
	 * A request that was sent. Answers arrive in order.
	 *
	 * @param paths the nodes
	 * @param answer their replies in the same order
	 */
	private record Request(List<String> paths, CompletableFuture<List<Reply>> answer) {

		/**
		 * Returns whether there is no answer. It may be too long if it has several nodes.
		 */
		boolean isUnanswered() {
			return !this.answer.isDone() || this.answer.isCompletedExceptionally();
		}

		void addTo(Map<String, Reply> replies, String parent, List<Reply> all) throws KeeperException {
			for (int i = 0; i < all.size(); i++) {
				Reply reply = all.get(i);
				String path = this.paths.get(i);
				if (reply.node() == null && !isOfOneNode(reply.code())) {
					throw KeeperException.create(reply.code(), path);
				}
				replies.put(path.substring(parent.length() + 1), reply);
			}
		}

	}

}
