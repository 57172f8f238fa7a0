package io.servicegroup.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.CapabilitiesUpdate;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.concurrent.HeartLock;
import io.servicegroup.tooz.coordination.MembershipReconciler;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the application a member of the groups that it requested. Each beat sends a
 * heartbeat and joins the groups that are not joined yet. Memberships that the store
 * loses, and changes that did not reach it, are restored by the driver's
 * {@link io.servicegroup.tooz.coordination.MembershipReconciler}.
 */
public final class Membership {

	private static final Logger logger = LoggerFactory.getLogger(Membership.class);

	private final ServiceGroupDriver driver;

	private final HeartbeatState heartbeats;

	/** The requested groups, with the newest capabilities that were passed. */
	private final Map<String, Map<String, ?>> wanted = new ConcurrentHashMap<>();

	/** The groups whose capabilities only {@link #want} has passed. */
	private final Set<String> configured = ConcurrentHashMap.newKeySet();

	/** Published in every group unless the application passes others. */
	private final CommonCapabilities common;

	/** Makes a leave wait for a heartbeat in progress, which may be joining the group. */
	private final HeartLock changes = new HeartLock((why) -> new ServiceGroupUnavailableException(why, null));

	/** Called with each group that a heartbeat has joined. */
	private final Consumer<String> joined;

	private final HeartbeatListeners listeners;

	/**
	 * Creates the memberships. Makes no call.
	 * @param driver the driver to join with
	 * @param nanoTime the monotonic clock
	 * @param joined called on the heartbeat thread with each group that a heartbeat has
	 * joined; must not block
	 */
	public Membership(ServiceGroupDriver driver, LongSupplier nanoTime, Consumer<String> joined) {
		this(driver, nanoTime, joined, Map::of, List.of());
	}

	/**
	 * Creates the memberships. Makes no call.
	 * @param common returns the capabilities to publish in every group; called by the
	 * threads that change capabilities, never by the heartbeat
	 */
	Membership(ServiceGroupDriver driver, LongSupplier nanoTime, Consumer<String> joined,
			Supplier<? extends Map<String, ?>> common, List<HeartbeatListener> listeners) {
		this.driver = driver;
		this.heartbeats = new HeartbeatState(nanoTime);
		this.joined = joined;
		this.common = new CommonCapabilities(common);
		this.listeners = new HeartbeatListeners(listeners);
	}

	/**
	 * Requests a membership; the next heartbeat joins. A group that was requested before
	 * keeps its newest capabilities, unless only this method has set them.
	 */
	void want(String group, Map<String, ?> capabilities) {
		if (this.configured.contains(group)) {
			this.wanted.put(group, CommonCapabilities.copy(capabilities));
		}
		else if (this.wanted.putIfAbsent(group, CommonCapabilities.copy(capabilities)) == null) {
			this.configured.add(group);
		}
	}

	/**
	 * Reads the common capabilities again and writes them. Groups that cannot be written
	 * are retried by the heartbeats.
	 * @throws ServiceGroupException the first failure, after all groups were tried
	 */
	void refreshCapabilities() {
		this.common.readAndPublish(() -> {
			try {
				awaitJoinInProgress();
			}
			finally {
				writeAll();
			}
		});
	}

	/** A join in progress may publish capabilities that are replaced meanwhile. */
	private void awaitJoinInProgress() {
		this.changes.call(() -> {
		});
	}

	private void writeAll() {
		@Nullable ServiceGroupException failure = null;
		for (Map.Entry<String, Map<String, ?>> entry : this.wanted.entrySet()) {
			try {
				write(entry.getKey(), entry.getValue());
			}
			catch (ServiceGroupException ex) {
				if (ex instanceof InvalidServiceGroupException) {
					throw ex;
				}
				failure = (failure != null) ? failure : ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	void join(String group, Map<String, ?> capabilities) {
		this.common.readAndPublish(() -> this.changes.call(() -> {
			if (this.wanted.containsKey(group)) {
				throw new InvalidServiceGroupException(
						"'" + this.driver.memberId() + "' is already a member of group '" + group + "'.",
						"To change its capabilities, call updateCapabilities.", null);
			}
			try {
				this.driver.join(group, this.common.with(capabilities));
				this.wanted.put(group, CommonCapabilities.copy(capabilities));
			}
			catch (ServiceGroupUnavailableException | CoordinationInterruptedException ex) {
				this.wanted.put(group, CommonCapabilities.copy(capabilities));
				throw ex;
			}
		}));
	}

	/**
	 * Joins a group with these capabilities, or replaces them if the group is joined. If
	 * that fails, the next heartbeat retries it. A joined member keeps its capabilities
	 * if the new ones are invalid.
	 */
	public void ensure(String group, Map<String, ?> capabilities) {
		this.changes.call(() -> {
			Map<String, ?> before = this.wanted.put(group, CommonCapabilities.copy(capabilities));
			if (before == null || !this.driver.isJoined(group)) {
				this.driver.join(group, this.common.with(capabilities));
			}
			else if (!capabilities.equals(before)) {
				write(group, before);
			}
		});
	}

	public boolean isJoined(String group) {
		return this.wanted.containsKey(group) && this.driver.isJoined(group);
	}

	public void leave(String group) {
		this.changes.call(() -> {
			this.configured.remove(group);
			if (this.wanted.remove(group) != null) {
				this.driver.leave(Set.of(group));
			}
		});
	}

	/** Leaves all groups; the next {@link #beat()} joins them again. */
	public void leaveAll() {
		unqueued(() -> {
			try {
				this.driver.leave(groups());
			}
			catch (CoordinationException ex) {
				logger.debug("A leave failed; the next heartbeat retries it", ex);
			}
		});
	}

	/** Sends a heartbeat that renews locks and joins no group. */
	void lastBeat() {
		this.driver.heartbeat();
	}

	/**
	 * Replaces the capabilities. Calls the store without the lock, so that heartbeats do
	 * not wait for the application's calls.
	 */
	void updateCapabilities(String group, Map<String, ?> capabilities) {
		this.common.readAndPublish(() -> update(group, capabilities));
	}

	private void update(String group, Map<String, ?> capabilities) {
		Map<String, ?> before = this.wanted.replace(group, CommonCapabilities.copy(capabilities));
		if (before == null) {
			throw new InvalidServiceGroupException(
					"'" + this.driver.memberId() + "' is not a member of group '" + group + "'.", "Call join first.",
					null);
		}
		this.configured.remove(group);
		if (!this.driver.isJoined(group)) {
			awaitJoinInProgress();
		}
		write(group, before);
	}

	/**
	 * Writes the newest capabilities, in whichever order concurrent callers arrive. If
	 * the write fails, the next successful heartbeat retries it.
	 */
	private void write(String group, Map<String, ?> before) {
		Map<String, ?> newest = null;
		try {
			CapabilitiesUpdate update;
			synchronized (this.wanted) {
				newest = this.wanted.get(group);
				if (newest == null || !this.driver.isJoined(group)) {
					return;
				}
				update = this.driver.prepareUpdate(group, this.common.with(newest));
			}
			update.write();
		}
		catch (InvalidServiceGroupException ex) {
			if (newest != null) {
				this.wanted.replace(group, newest, before);
			}
			throw ex;
		}
	}

	/**
	 * Sends one heartbeat, on the heartbeat thread, and joins pending groups. Throws an
	 * exception if the heartbeat is to be retried soon.
	 */
	public void beat() {
		long begun = System.nanoTime();
		try {
			beatUnnoticed();
		}
		catch (Throwable ex) {
			this.listeners.ended(begun, ex);
			throw ex;
		}
		this.listeners.ended(begun, null);
	}

	private void beatUnnoticed() {
		unqueued(() -> {
			// First, so that a group that cannot be joined does not prevent the renewal
			// of locks.
			@Nullable ServiceGroupException failure = heartbeat();
			if (!(failure instanceof ServiceGroupUnavailableException) || isJoinWorthTrying()) {
				@Nullable ServiceGroupException refused = joinPending();
				failure = (failure != null) ? failure : refused;
			}
			if (failure != null) {
				logFailure(failure);
				throw failure;
			}
			logSuccess();
		});
	}

	private @Nullable ServiceGroupException heartbeat() {
		try {
			this.driver.heartbeat();
			return null;
		}
		catch (ServiceGroupException ex) {
			return ex;
		}
	}

	/**
	 * Returns whether to try to join after the store did not answer. A migration has a
	 * second store; otherwise there must be a joined group.
	 */
	private boolean isJoinWorthTrying() {
		return this.driver.migration() != null || this.wanted.keySet().stream().anyMatch(this.driver::isJoined);
	}

	private @Nullable ServiceGroupException joinPending() {
		@Nullable ServiceGroupException failure = null;
		for (Map.Entry<String, Map<String, ?>> entry : this.wanted.entrySet()) {
			if (!this.driver.isJoined(entry.getKey())) {
				try {
					this.driver.join(entry.getKey(), this.common.with(entry.getValue()));
					this.joined.accept(entry.getKey());
				}
				catch (ServiceGroupException ex) {
					failure = ex;
				}
			}
		}
		return failure;
	}

	private void logFailure(ServiceGroupException failure) {
		if (this.heartbeats.failed(failure)) {
			if (failure instanceof DuplicateMemberException) {
				logger.error("{} ({})", Printable.of(failure.getMessage()), this.driver.url());
			}
			else {
				logger.warn(
						"Heartbeat of member '{}' failed; retrying. The store drops a member {} ms "
								+ "after its last heartbeat. Cause: {}",
						this.driver.memberId(), this.driver.timeouts().membership().toMillis(),
						Printable.of(failure.getMessage()));
			}
		}
	}

	private void logSuccess() {
		boolean first = !this.heartbeats.hasSucceeded();
		ServiceGroupException ended = this.heartbeats.succeeded();
		if (first || ended != null) {
			logger.info("Member '{}' joined {} on {}{}, membership timeout {} ms", this.driver.memberId(),
					this.wanted.isEmpty() ? "no group yet" : "group " + String.join(", ", this.wanted.keySet()),
					this.driver.url(), first ? "" : " again", this.driver.timeouts().membership().toMillis());
		}
	}

	public Set<String> groups() {
		return Set.copyOf(this.wanted.keySet());
	}

	boolean isFailing() {
		return this.heartbeats.isFailing();
	}

	@Nullable Duration lastHeartbeat() {
		return this.heartbeats.age();
	}

	public @Nullable String problem() {
		return this.heartbeats.problem(this.driver.timeouts().membership(),
				this.wanted.keySet().stream().allMatch(this.driver::isJoined));
	}

	private void unqueued(Runnable work) {
		ReentrantLock lock = this.changes.forHeartbeat();
		lock.lock();
		try {
			work.run();
		}
		finally {
			lock.unlock();
		}
	}

}
