package io.servicegroup.tooz.coordination;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.MemberStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the memberships that are stored in line with those that are wanted. It remembers
 * what the store may not know: capabilities that were not written, joins without an
 * answer, leaves that failed; {@link #beat()} makes up for it. It has no thread and no
 * clock, and calls the store one call at a time. Thread-safe.
 */
public final class MembershipReconciler {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final String memberId;

	private final Supplier<? extends MemberStore> store;

	/** What the store has let this member into, with its newest capabilities. */
	private final Map<String, Wanted> joined = new ConcurrentHashMap<>();

	/** The capabilities that were last written again, or in vain. Changes in turn. */
	private final Map<String, Wanted> tried = new HashMap<>();

	private final AtomicLong numbers = new AtomicLong();

	/** Groups whose join failed although the store may have carried it out. */
	private final Set<String> uncertain = ConcurrentHashMap.newKeySet();

	/** Groups whose join the store refused: another process may be in them. */
	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	/**
	 * Groups that were left, which the store may not know. A heartbeat retries, as one
	 * for another group may keep the entry alive.
	 */
	private final Set<String> leaving = ConcurrentHashMap.newKeySet();

	/** Fair, so that a heartbeat waits for no more than the calls before it. */
	private final ReentrantLock turn = new ReentrantLock(true);

	/**
	 * Creates a reconciler that wants nothing.
	 * @param memberId the id of the member
	 * @param store returns the store, or throws why there is none; asked for each call
	 */
	public MembershipReconciler(String memberId, Supplier<? extends MemberStore> store) {
		this.memberId = memberId;
		this.store = store;
	}

	/**
	 * Joins a group. Only if that succeeds, {@link #beat()} keeps the membership.
	 * @param group the group's id
	 * @param capabilities the packed capabilities
	 * @throws MemberAlreadyExistsException if it is joined already, or by another process
	 * @throws GroupNotFoundException if the group does not exist
	 */
	public void join(String group, byte[] capabilities) {
		inTurn(() -> {
			if (this.joined.containsKey(group)) {
				throw new MemberAlreadyExistsException(group, this.memberId);
			}
			boolean left = this.leaving.remove(group);
			boolean doubtful = !this.uncertain.add(group);
			try {
				this.store.get().join(group, capabilities);
			}
			catch (MemberAlreadyExistsException | GroupNotFoundException | InvalidToozUrlException ex) {
				forget(group, left, doubtful);
				if (!(ex instanceof GroupNotFoundException)) {
					this.refused.add(group);
				}
				throw ex;
			}
			Wanted wanted = new Wanted(this.numbers.incrementAndGet(), capabilities, null);
			wanted.written = true;
			this.joined.put(group, wanted);
			this.uncertain.remove(group);
			this.refused.remove(group);
		});
	}

	/** Nothing was changed: what is stored is what was stored before. */
	private void forget(String group, boolean left, boolean doubtful) {
		if (left) {
			this.leaving.add(group);
		}
		if (!doubtful) {
			this.uncertain.remove(group);
		}
	}

	/**
	 * Creates a group unless it exists.
	 * @param group the group's id
	 */
	public void createIfAbsent(String group) {
		try {
			this.store.get().createGroup(group);
		}
		catch (GroupAlreadyExistsException ex) {
			logger.debug("Group '{}' was created by another process first", group);
		}
	}

	/**
	 * Returns whether the store has let this member into a group and it has not left
	 * since; from memory.
	 * @param group the group's id
	 * @return whether it is joined
	 */
	public boolean isJoined(String group) {
		return this.joined.containsKey(group);
	}

	/**
	 * Changes the capabilities. The newest win: of many callers that wait for the store,
	 * one writes the newest for all. If it fails, {@link #beat()} writes them, unless the
	 * store never takes them: then the former ones are wanted again.
	 * @param group the group's id
	 * @param capabilities the packed capabilities
	 * @return whether this member is joined; if not, nothing was done
	 */
	public boolean update(String group, byte[] capabilities) {
		Wanted mine = this.joined.computeIfPresent(group,
				(id, before) -> new Wanted(this.numbers.incrementAndGet(), capabilities, before));
		if (mine != null) {
			inTurn(() -> bring(group, mine));
		}
		return mine != null;
	}

	/** What was written since, whoever did so, was newer: its outcome counts. */
	private void bring(String group, Wanted mine) {
		Wanted newest = this.joined.get(group);
		Wanted last = this.tried.get(group);
		if (newest != null && (last == null || last.number < mine.number)) {
			write(group, newest);
		}
		mine.throwFailure();
		if (last != null && last.number > mine.number) {
			last.throwFailure();
		}
	}

	/**
	 * Leaves a group. Even if the call fails, the group is not wanted any more, and
	 * {@link #beat()} retries.
	 * @param group the group's id
	 * @return whether the member may have been in it; if not, nothing was done
	 * @throws MemberNotJoinedException if the store does not have this member in the
	 * group, or has refused it
	 */
	public boolean leave(String group) {
		return inTurn(() -> {
			boolean mayBeStored = this.uncertain.remove(group) | this.joined.remove(group) != null
					| this.leaving.contains(group);
			boolean wasRefused = this.refused.remove(group);
			this.tried.remove(group);
			if (mayBeStored) {
				takeOut(group);
			}
			else if (wasRefused) {
				throw new MemberNotJoinedException(group, this.memberId);
			}
			return mayBeStored;
		});
	}

	private void takeOut(String group) {
		this.leaving.add(group);
		try {
			this.store.get().leave(group);
		}
		catch (StoreUnavailableException | OperationTimeoutException | MemberNotJoinedException ex) {
			// Another process may hold the id now. Should this one get the id back, its
			// former entry must not come back with it.
			throw ex;
		}
		catch (CoordinationException ex) {
			this.leaving.remove(group);
			throw ex;
		}
		this.leaving.remove(group);
	}

	/**
	 * Leaves all groups, see {@link #leaveAll(Set)}.
	 */
	public void leaveAll() {
		Set<String> groups = new LinkedHashSet<>(this.joined.keySet());
		groups.addAll(this.uncertain);
		leaveAll(groups);
	}

	/**
	 * Leaves those of some groups where this member may be, and calls no further once the
	 * store fails: each call would only cost its deadline. No {@link #beat()} brings the
	 * member back, whatever failed.
	 * @param groups the groups' ids
	 * @throws CoordinationException if a leave failed; {@link #beat()} retries it
	 */
	public void leaveAll(Set<String> groups) {
		inTurn(() -> {
			List<String> left = groups.stream()
				.filter((group) -> this.uncertain.remove(group) | this.joined.remove(group) != null)
				.toList();
			this.refused.removeAll(groups);
			this.tried.keySet().removeAll(groups);
			this.leaving.addAll(left);
			try {
				left.forEach((group) -> {
					leaveIfJoined(group);
					logger.info("Member '{}' has left group {}", this.memberId, group);
				});
			}
			catch (CoordinationException ex) {
				logger.warn("Could not leave {}: the store drops member '{}' within {} ms. {}", left, this.memberId,
						this.store.get().membershipTimeout().toMillis(), ex.getMessage());
				throw ex;
			}
		});
	}

	private void leaveIfJoined(String group) {
		try {
			takeOut(group);
		}
		catch (MemberNotJoinedException | GroupNotFoundException ex) {
			logger.debug("Nothing to leave: {}", ex.getMessage());
		}
	}

	/**
	 * Keeps the memberships alive, restores what the store has lost, writes capabilities
	 * that it may not have, and retries leaves that failed.
	 */
	public void beat() {
		inTurn(() -> {
			Map<String, byte[]> memberships = new HashMap<>();
			this.joined.forEach((group, wanted) -> memberships.put(group, wanted.capabilities));
			Set<String> lost = this.store.get().beat(memberships);
			this.joined.forEach((group, wanted) -> wanted.written &= !lost.contains(group));
			writeAll();
			leaveAgain(!memberships.isEmpty());
			lost.forEach((group) -> logger.info(
					"Member '{}' was gone from group '{}' in the store, or altered, and has joined again",
					this.memberId, group));
		});
	}

	/** Each group is tried, whatever happens to another. */
	private void writeAll() {
		@Nullable CoordinationException first = null;
		for (Map.Entry<String, Wanted> entry : this.joined.entrySet()) {
			try {
				if (!entry.getValue().written) {
					write(entry.getKey(), entry.getValue());
				}
			}
			catch (CoordinationException ex) {
				first = (first != null) ? first : ex;
			}
		}
		if (first != null) {
			throw first;
		}
	}

	private void write(String group, Wanted wanted) {
		this.tried.put(group, wanted);
		try {
			joinCreate(group, wanted.capabilities);
			wanted.written = true;
			wanted.before = null;
			wanted.failure = null;
		}
		catch (CoordinationException ex) {
			wanted.failure = ex;
			Wanted before = wanted.before;
			if (ex instanceof InvalidToozUrlException && before != null) {
				this.tried.remove(group);
				this.joined.replace(group, wanted, before);
			}
			throw ex;
		}
	}

	private void joinCreate(String group, byte[] capabilities) {
		try {
			this.store.get().join(group, capabilities);
		}
		catch (GroupNotFoundException ex) {
			createIfAbsent(group);
			this.store.get().join(group, capabilities);
		}
	}

	/**
	 * Retries leaves.
	 * @param holdsId whether the heartbeat was for a group: then this member holds its
	 * id, and an entry that it does not find is gone
	 */
	private void leaveAgain(boolean holdsId) {
		List.copyOf(this.leaving).forEach((group) -> {
			leaveIfJoined(group);
			if (holdsId) {
				this.leaving.remove(group);
			}
		});
	}

	private void inTurn(Runnable change) {
		inTurn(() -> {
			change.run();
			return true;
		});
	}

	private <T> T inTurn(Supplier<T> change) {
		this.turn.lock();
		try {
			return change.get();
		}
		finally {
			this.turn.unlock();
		}
	}

	/**
	 * Capabilities that are wanted in a group. The fields change in turn only.
	 */
	private static final class Wanted {

		/** Grows with time. */
		private final long number;

		private final byte[] capabilities;

		/** What is wanted if the store never takes these. */
		private volatile @Nullable Wanted before;

		/** Whether the store has these, as far as is known. */
		private boolean written;

		/** Why they were last not written. */
		private @Nullable CoordinationException failure;

		Wanted(long number, byte[] capabilities, @Nullable Wanted before) {
			this.number = number;
			this.capabilities = capabilities;
			this.before = before;
			if (before != null) {
				before.before = root(before.before);
			}
		}

		/** However often the store fails, no more than three are kept. */
		private static @Nullable Wanted root(@Nullable Wanted wanted) {
			Wanted root = wanted;
			for (Wanted next = wanted; next != null; next = next.before) {
				root = next;
			}
			return root;
		}

		void throwFailure() {
			if (this.failure != null) {
				throw this.failure;
			}
		}

	}

}
