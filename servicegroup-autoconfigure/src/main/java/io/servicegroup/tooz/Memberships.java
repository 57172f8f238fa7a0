package io.servicegroup.tooz;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups a member should stand in, and how a heartbeat restores what the store has
 * lost.
 */
final class Memberships {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final String memberId;

	private final Supplier<Backend> backend;

	/**
	 * The groups this member should stand in, with its latest capabilities: what a
	 * heartbeat restores.
	 */
	private final Map<String, byte[]> joined = new ConcurrentHashMap<>();

	/**
	 * Those of the joined groups that the store has lost, or whose new capabilities it
	 * may not have got: a heartbeat writes them again.
	 */
	private final Set<String> unwritten = ConcurrentHashMap.newKeySet();

	/** Where a join failed, so that the member may stand there all the same. */
	private final Set<String> uncertain = ConcurrentHashMap.newKeySet();

	/**
	 * Left, but the store may not know: a heartbeat tells it again, lest one for another
	 * group keep the entry alive.
	 */
	private final Set<String> left = ConcurrentHashMap.newKeySet();

	/**
	 * Lets a leave wait for a beat under way: a beat that came after it would bring the
	 * member back.
	 */
	private final ReentrantLock changes = new ReentrantLock(true);

	Memberships(String memberId, Supplier<Backend> backend) {
		this.memberId = memberId;
		this.backend = backend;
	}

	void join(String group, byte[] capabilities) {
		locked(() -> {
			if (this.joined.containsKey(group)) {
				throw new MemberAlreadyExist(group, this.memberId);
			}
			this.left.remove(group);
			this.uncertain.add(group);
			this.backend.get().join(group, capabilities);
			this.joined.put(group, capabilities);
			this.uncertain.remove(group);
		});
	}

	void leave(String group) {
		locked(() -> {
			boolean tried = this.uncertain.remove(group) || this.left.contains(group);
			if (this.joined.remove(group) != null || tried) {
				takeOut(group);
			}
			else {
				this.backend.get().evict(group);
			}
		});
	}

	private void takeOut(String group) {
		this.left.add(group);
		try {
			this.backend.get().leave(group);
		}
		catch (ToozConnectionError | OperationTimedOut | MemberNotJoined ex) {
			// Not joined, perhaps, for a namesake that holds the id now; should this one
			// get it back, its old entry must not come back with it.
			throw ex;
		}
		catch (ToozError ex) {
			this.left.remove(group);
			throw ex;
		}
		this.left.remove(group);
	}

	void update(String group, byte[] capabilities) {
		locked(() -> {
			if (this.joined.replace(group, capabilities) == null) {
				throw new MemberNotJoined(group, this.memberId);
			}
			this.unwritten.add(group);
			write(group);
		});
	}

	void beat() {
		locked(() -> {
			Set<String> lost = this.backend.get().beat(Map.copyOf(this.joined));
			this.unwritten.addAll(lost);
			writeAll();
			// Who has beaten for a group holds the id: then there is nothing left to
			// leave.
			boolean holdsId = !this.joined.isEmpty();
			List.copyOf(this.left).forEach((group) -> {
				leaveIfJoined(group);
				if (holdsId) {
					this.left.remove(group);
				}
			});
			lost.forEach((group) -> logger.info(
					"Member '{}' was gone from group '{}' in the store, or altered, and has joined again",
					this.memberId, group));
		});
	}

	/**
	 * Leaves all groups, and calls no further once the store does not answer: each call
	 * would only cost its deadline.
	 */
	void leaveAll() {
		locked(() -> {
			List<String> groups = List.copyOf(this.joined.keySet());
			this.joined.clear();
			this.unwritten.clear();
			this.left.clear();
			try {
				groups.forEach(this::leaveIfJoined);
			}
			catch (ToozError ex) {
				logger.warn("Could not leave {}: the store will drop member '{}' within {}. {}", groups, this.memberId,
						this.backend.get().membershipTimeout(), ex.getMessage());
				throw ex;
			}
		});
	}

	private void leaveIfJoined(String group) {
		try {
			takeOut(group);
		}
		catch (MemberNotJoined | GroupNotCreated ex) {
			logger.debug("Nothing to leave: {}", ex.getMessage());
		}
	}

	/** Each group is tried, whatever happens to another. */
	private void writeAll() {
		@Nullable ToozError first = null;
		for (String group : List.copyOf(this.unwritten)) {
			try {
				write(group);
			}
			catch (ToozError ex) {
				first = (first != null) ? first : ex;
			}
		}
		if (first != null) {
			throw first;
		}
	}

	private void write(String group) {
		byte[] capabilities = this.joined.get(group);
		if (capabilities != null) {
			try {
				this.backend.get().join(group, capabilities);
			}
			catch (GroupNotCreated ex) {
				createIfAbsent(group);
				this.backend.get().join(group, capabilities);
			}
		}
		this.unwritten.remove(group);
	}

	void createIfAbsent(String group) {
		try {
			this.backend.get().createGroup(group);
		}
		catch (GroupAlreadyExist ex) {
			logger.debug("Somebody else was first to create group '{}'", group);
		}
	}

	private void locked(Runnable change) {
		this.changes.lock();
		try {
			change.run();
		}
		finally {
			this.changes.unlock();
		}
	}

}
