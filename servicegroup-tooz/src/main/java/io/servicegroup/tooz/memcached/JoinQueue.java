package io.servicegroup.tooz.memcached;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The joins of this process that wait for a group's item. One join at a time leads: it
 * writes itself and those that are waiting. Then the longest waiting one leads.
 * Thread-safe.
 */
final class JoinQueue {

	/** The queue of all coordinators of this process. */
	static final JoinQueue OF_PROCESS = new JoinQueue();

	/** An item that is being written has an entry, with the joins that wait. */
	private final Map<Place, Deque<Join>> waiting = new HashMap<>();

	/**
	 * Enters a join.
	 * @return whether it leads; otherwise {@link Join#outcome()} reports what happens
	 */
	synchronized boolean enter(Place place, Join join) {
		Deque<Join> joins = this.waiting.get(place);
		if (joins != null) {
			joins.add(join);
			return false;
		}
		this.waiting.put(place, new ArrayDeque<>());
		return true;
	}

	/** Returns whether a join leads. */
	synchronized boolean isBusy(Place place) {
		return this.waiting.containsKey(place);
	}

	/** Takes all joins that wait. Called by the leader. */
	synchronized List<Join> take(Place place) {
		Deque<Join> joins = this.waiting.getOrDefault(place, new ArrayDeque<>());
		List<Join> taken = new ArrayList<>(joins);
		joins.clear();
		return taken;
	}

	/** Ends the lead. */
	synchronized void pass(Place place) {
		Deque<Join> joins = this.waiting.get(place);
		Join next = (joins != null) ? joins.poll() : null;
		if (next != null) {
			next.outcome().complete(Outcome.LEADS);
		}
		else {
			this.waiting.remove(place);
		}
	}

	/**
	 * Removes a join that does not wait any more. A leader that has taken it does not
	 * write it, unless it is just writing.
	 */
	synchronized void cancel(Place place, Join join) {
		this.waiting.getOrDefault(place, new ArrayDeque<>()).remove(join);
		if (!join.outcome().cancel(false) && join.outcome().join() == Outcome.LEADS) {
			pass(place);
		}
	}

	/**
	 * Identifies an item.
	 *
	 * @param server the address of the server
	 * @param key the item's key
	 */
	record Place(SocketAddress server, String key) {
	}

	/**
	 * A member that joins. Two joins are never equal.
	 *
	 * @param member its id
	 * @param capabilities its packed capabilities
	 * @param outcome what happens to a join that does not lead at first
	 */
	record Join(String member, byte[] capabilities, CompletableFuture<Outcome> outcome) {

		Join(String member, byte[] capabilities) {
			this(member, capabilities, new CompletableFuture<>());
		}

	}

	enum Outcome {

		/** It has been written. */
		WRITTEN,

		/** It leads now. */
		LEADS,

		/** The leader has failed. */
		FAILED

	}

}
