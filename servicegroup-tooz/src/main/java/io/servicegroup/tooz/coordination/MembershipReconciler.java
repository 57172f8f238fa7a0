package io.servicegroup.tooz.coordination;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.concurrent.HeartLock;
import io.servicegroup.tooz.spi.MemberStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the memberships in the store equal to the wanted ones. It records the changes
 * that may not have reached the store: capabilities that were not written, joins without
 * an answer, and leaves that failed. {@link #beat()} retries them. It has no thread and
 * no clock, and makes one call to the store at a time. A heartbeat waits for one call at
 * most. Thread-safe.
 */
public final class MembershipReconciler {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final String memberId;

	private final Supplier<? extends MemberStore> store;

	private final Consumer<String> restored;

	/** Groups that this member has joined, with its newest capabilities. */
	private final Map<String, WantedCapabilities> joined = new ConcurrentHashMap<>();

	/** The capabilities of the last write, successful or not. Guarded by the lock. */
	private final Map<String, WantedCapabilities> tried = new HashMap<>();

	private final AtomicLong numbers = new AtomicLong();

	/** Groups whose join failed, although the store may have executed it. */
	private final Set<String> uncertain = ConcurrentHashMap.newKeySet();

	/** Groups whose join the store refused: another process may hold the id there. */
	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	/** Groups whose leave may not have reached the store; heartbeats retry it. */
	private final Set<String> leaving = ConcurrentHashMap.newKeySet();

	private final HeartLock lock = new HeartLock((why) -> new OperationTimeoutException(why, null));

	/**
	 * Creates a reconciler without memberships.
	 * @param memberId the id of the member
	 * @param store returns the store, or throws if there is none; called for each
	 * operation
	 * @param restored called with each group whose membership a heartbeat has restored;
	 * must not block or throw
	 */
	public MembershipReconciler(String memberId, Supplier<? extends MemberStore> store, Consumer<String> restored) {
		this.memberId = memberId;
		this.store = store;
		this.restored = restored;
	}

	/**
	 * Joins a group. {@link #beat()} keeps the membership only if this succeeds.
	 * @param group the group's id
	 * @param capabilities the packed capabilities
	 * @throws MemberAlreadyExistsException if this member or another process with its id
	 * has joined already
	 * @throws GroupNotFoundException if the group does not exist
	 */
	public void join(String group, byte[] capabilities) {
		this.lock.call(() -> {
			if (this.joined.containsKey(group)) {
				throw new MemberAlreadyExistsException(group, this.memberId);
			}
			boolean left = this.leaving.remove(group);
			boolean wasUncertain = !this.uncertain.add(group);
			try {
				this.store.get().join(group, capabilities);
			}
			catch (MemberAlreadyExistsException | GroupNotFoundException | InvalidToozUrlException ex) {
				restore(group, left, wasUncertain);
				if (!(ex instanceof GroupNotFoundException)) {
					this.refused.add(group);
				}
				throw ex;
			}
			WantedCapabilities wanted = new WantedCapabilities(this.numbers.incrementAndGet(), capabilities, null);
			wanted.written = true;
			this.joined.put(group, wanted);
			this.uncertain.remove(group);
			this.refused.remove(group);
		});
	}

	/** Restores the state before a refused join, which changed nothing in the store. */
	private void restore(String group, boolean left, boolean wasUncertain) {
		if (left) {
			this.leaving.add(group);
		}
		if (!wasUncertain) {
			this.uncertain.remove(group);
		}
	}

	/** Creates the group with this id unless it exists. */
	public void createIfAbsent(String group) {
		try {
			this.store.get().createGroup(group);
		}
		catch (GroupAlreadyExistsException ex) {
			logger.debug("Group '{}' was created by another process first", group);
		}
	}

	/**
	 * Returns whether this member has joined a group and not left it since. Does not call
	 * the store.
	 * @param group the group's id
	 * @return whether it is joined
	 */
	public boolean isJoined(String group) {
		return this.joined.containsKey(group);
	}

	/**
	 * Changes the capabilities, see {@link #prepareUpdate}.
	 * @param group the group's id
	 * @param capabilities the packed capabilities
	 * @return whether this member is joined; if not, nothing was done
	 */
	public boolean update(String group, byte[] capabilities) {
		Update update = prepareUpdate(group, capabilities);
		update.write();
		return update.wanted != null;
	}

	/**
	 * Changes the wanted capabilities, without calling the store: the newest ones are
	 * those that were prepared last, in whichever order the updates are written.
	 * @param group the group's id
	 * @param capabilities the packed capabilities
	 * @return writes the capabilities; does nothing if this member is not joined
	 */
	public Update prepareUpdate(String group, byte[] capabilities) {
		return new Update(group, this.joined.computeIfPresent(group,
				(id, before) -> new WantedCapabilities(this.numbers.incrementAndGet(), capabilities, before)));
	}

	/**
	 * Leaves a group. Even if the call fails, {@link #beat()} no longer keeps the
	 * membership. If the store did not answer, {@link #beat()} retries the leave.
	 * @param group the group's id
	 * @return whether the member may have been in the group; if not, nothing was done
	 * @throws MemberNotJoinedException if the store does not have this member in the
	 * group, or has refused it
	 */
	public boolean leave(String group) {
		return this.lock.call(() -> {
			boolean wasJoined = this.joined.remove(group) != null;
			boolean mayBeStored = this.uncertain.remove(group) || wasJoined || this.leaving.contains(group);
			boolean wasRefused = this.refused.remove(group);
			this.tried.remove(group);
			if (mayBeStored) {
				leaveInStore(group);
			}
			else if (wasRefused) {
				throw new MemberNotJoinedException(group, this.memberId);
			}
			return mayBeStored;
		});
	}

	private void leaveInStore(String group) {
		this.leaving.add(group);
		try {
			this.store.get().leave(group);
		}
		catch (CoordinationException ex) {
			// Another process may hold the id now. If this process gets the id back
			// later, its old entry must not reappear.
			if (!ex.isStoreWide()
					&& !(ex instanceof StoreUnavailableException || ex instanceof MemberNotJoinedException)) {
				this.leaving.remove(group);
			}
			throw ex;
		}
		this.leaving.remove(group);
	}

	/** Leaves all groups, see {@link #leaveAll(Set)}. */
	public void leaveAll() {
		Set<String> groups = new LinkedHashSet<>(this.joined.keySet());
		groups.addAll(this.uncertain);
		leaveAll(groups);
	}

	/**
	 * Leaves the given groups that this member may be in. Stops if the store does not
	 * answer, because each further call would only wait for its deadline. Even after a
	 * failure, {@link #beat()} does not join these groups again.
	 * @param groups the groups' ids
	 * @throws CoordinationException if a leave failed; {@link #beat()} retries it
	 */
	public void leaveAll(Set<String> groups) {
		this.lock.call(() -> {
			List<String> left = groups.stream()
				.filter((group) -> this.joined.remove(group) != null || this.uncertain.contains(group))
				.toList();
			this.uncertain.removeAll(groups);
			this.refused.removeAll(groups);
			this.tried.keySet().removeAll(groups);
			this.leaving.addAll(left);
			try {
				IsolatedCalls.forEach(left, (group) -> {
					leaveIfJoined(group);
					logger.info("Member '{}' has left group {}", this.memberId, group);
				});
			}
			catch (CoordinationException ex) {
				logger.warn("Leave of groups {} by member '{}' failed: the store removes it within {} ms. Cause: {}",
						left, this.memberId, this.store.get().membershipTimeout().toMillis(), ex.getMessage());
				throw ex;
			}
		});
	}

	private void leaveIfJoined(String group) {
		try {
			leaveInStore(group);
		}
		catch (MemberNotJoinedException | GroupNotFoundException ex) {
			logger.debug("Leave skipped: {}", ex.getMessage());
		}
	}

	/**
	 * Sends a heartbeat for all memberships. Restores memberships that the store has
	 * lost, writes capabilities that it may not have, and retries failed leaves.
	 */
	public void beat() {
		ReentrantLock heartbeat = this.lock.forHeartbeat();
		heartbeat.lock();
		try {
			Map<String, byte[]> memberships = new HashMap<>();
			this.joined.forEach((group, wanted) -> memberships.put(group, wanted.capabilities));
			Set<String> lost = this.store.get().beat(memberships);
			this.joined.forEach((group, wanted) -> wanted.written &= !lost.contains(group));
			IsolatedCalls.forEach(List.<Runnable>of(this::writeAll, () -> noteRestored(lost),
					() -> retryLeaves(!memberships.isEmpty())), Runnable::run);
		}
		finally {
			heartbeat.unlock();
		}
	}

	/** Writes all unwritten capabilities, then throws the first failure. */
	private void writeAll() {
		IsolatedCalls.forEach(this.joined.entrySet(), (entry) -> {
			if (entry.getValue().takeForHeartbeat()) {
				write(entry.getKey(), entry.getValue());
			}
		});
	}

	/** Reports and logs the lost memberships, except those that could not be restored. */
	private void noteRestored(Set<String> lost) {
		for (String group : lost) {
			WantedCapabilities wanted = this.joined.get(group);
			if (wanted != null && wanted.written) {
				this.restored.accept(group);
				logger.info("Membership of member '{}' in group '{}' was missing or altered in the store: joined again",
						this.memberId, group);
			}
		}
	}

	private void write(String group, WantedCapabilities wanted) {
		this.tried.put(group, wanted);
		try {
			joinCreate(group, wanted.capabilities);
			wanted.written = true;
			wanted.before = null;
			wanted.failure = null;
		}
		catch (CoordinationInterruptedException ex) {
			// Says nothing about the store: a thread that waits to write tries itself.
			this.tried.remove(group);
			throw ex;
		}
		catch (CoordinationException ex) {
			wanted.failure = ex;
			WantedCapabilities before = wanted.before;
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
	 * Retries failed leaves.
	 * @param holdsId whether the heartbeat kept a membership. Then this member holds its
	 * id, and an entry that it does not find is gone
	 */
	private void retryLeaves(boolean holdsId) {
		IsolatedCalls.forEach(List.copyOf(this.leaving), (group) -> {
			leaveIfJoined(group);
			if (holdsId) {
				this.leaving.remove(group);
			}
		});
	}

	/**
	 * A change of the capabilities.
	 */
	public final class Update {

		private final String group;

		private final @Nullable WantedCapabilities wanted;

		private Update(String group, @Nullable WantedCapabilities wanted) {
			this.group = group;
			this.wanted = wanted;
		}

		/**
		 * Writes the newest capabilities, unless another thread has written them since.
		 * In that case, throws the failure of that write, if it failed. {@link #beat()}
		 * retries a failed write. If the store refuses the capabilities as invalid, the
		 * previous ones stay.
		 */
		public void write() {
			if (this.wanted != null) {
				WantedCapabilities mine = this.wanted;
				try {
					MembershipReconciler.this.lock.call(() -> writeNewest(mine));
				}
				finally {
					mine.isNew = false;
				}
			}
		}

		private void writeNewest(WantedCapabilities mine) {
			MembershipReconciler reconciler = MembershipReconciler.this;
			WantedCapabilities newest = reconciler.joined.get(this.group);
			WantedCapabilities last = reconciler.tried.get(this.group);
			if (newest != null && (last == null || last.number < mine.number)) {
				reconciler.write(this.group, newest);
			}
			mine.throwFailure();
			if (last != null && last.number > mine.number) {
				last.throwFailure();
			}
		}

		/** Restores the previous capabilities, unless there are newer ones. */
		public void cancel() {
			WantedCapabilities before = (this.wanted != null) ? this.wanted.before : null;
			if (before != null) {
				MembershipReconciler.this.joined.replace(this.group, this.wanted, before);
			}
		}

	}

}
