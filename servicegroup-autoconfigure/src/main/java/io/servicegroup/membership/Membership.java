package io.servicegroup.membership;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.coordination.MembershipReconciler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups that the application wants to be a member of. Each beat sends a heartbeat
 * and joins those that are not joined yet; what the store loses, or has not got, is up to
 * the driver's {@link io.servicegroup.tooz.coordination.MembershipReconciler}.
 */
public final class Membership {

	private static final Logger logger = LoggerFactory.getLogger(Membership.class);

	private final ServiceGroupDriver driver;

	private final HeartbeatState record;

	/** With the newest capabilities. */
	private final Map<String, Map<String, ?>> wanted = new ConcurrentHashMap<>();

	/** Makes a leave wait for a beat under way, which might be joining. */
	private final ReentrantLock changes = new ReentrantLock(true);

	public Membership(ServiceGroupDriver driver, LongSupplier nanoTime) {
		this.driver = driver;
		this.record = new HeartbeatState(nanoTime);
	}

	/**
	 * Wants a membership; the next beat joins. One that is wanted already keeps its
	 * newest capabilities.
	 */
	void want(String group, Map<String, ?> capabilities) {
		this.wanted.putIfAbsent(group, copy(capabilities));
	}

	void join(String group, Map<String, ?> capabilities) {
		locked(() -> {
			if (this.wanted.containsKey(group)) {
				throw new InvalidServiceGroupException(
						"'" + this.driver.memberId() + "' is a member of group '" + group + "' already.",
						"To change its capabilities, call updateCapabilities.", null);
			}
			try {
				this.driver.join(group, capabilities);
				want(group, capabilities);
			}
			catch (ServiceGroupUnavailableException ex) {
				want(group, capabilities);
				throw ex;
			}
		});
	}

	/**
	 * Joins a group with these capabilities, or changes them if it is joined. What fails
	 * is still wanted, and retried by the next beat; a member that is joined keeps the
	 * capabilities it has if others are invalid.
	 */
	public void ensure(String group, Map<String, ?> capabilities) {
		locked(() -> {
			Map<String, ?> before = this.wanted.put(group, copy(capabilities));
			if (before == null || !this.driver.isJoined(group)) {
				this.driver.join(group, capabilities);
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
		locked(() -> {
			if (this.wanted.remove(group) != null) {
				this.driver.leave(group);
			}
		});
	}

	/** Leaves all groups, but goes on wanting them. */
	public void leaveAll() {
		locked(() -> {
			try {
				this.driver.leaveAll(groups());
			}
			catch (ServiceGroupException ex) {
				logger.debug("A leave failed; the next heartbeat retries it", ex);
			}
		});
	}

	/** Keeps alive what is no membership, and joins nothing. */
	void lastBeat() {
		this.driver.heartbeat();
	}

	/**
	 * Waits for the store without the lock, so that no beat waits for the application's
	 * calls.
	 */
	void updateCapabilities(String group, Map<String, ?> capabilities) {
		Map<String, ?> before = this.wanted.replace(group, copy(capabilities));
		if (before == null) {
			throw new InvalidServiceGroupException(
					"'" + this.driver.memberId() + "' is no member of group '" + group + "'.", "Call join first.",
					null);
		}
		if (!this.driver.isJoined(group)) {
			// A beat under way may be joining with the former ones.
			locked(() -> {
			});
		}
		write(group, before);
	}

	/**
	 * Has the store get the newest capabilities, in whatever order those who change them
	 * come here. Those that another process keeps out come with the next beat that gets
	 * through.
	 */
	private void write(String group, Map<String, ?> before) {
		Map<String, ?> newest = this.wanted.get(group);
		Map<String, ?> written = null;
		while (newest != null && newest != written && this.driver.isJoined(group)) {
			try {
				this.driver.updateCapabilities(group, newest);
			}
			catch (InvalidServiceGroupException ex) {
				this.wanted.replace(group, newest, before);
				throw ex;
			}
			written = newest;
			newest = this.wanted.get(group);
		}
	}

	/** One beat, on the heart's thread. Throws what the heart shall try again for. */
	public void beat() {
		locked(() -> {
			// First, so that a group that cannot be joined costs no lock its renewal.
			@Nullable ServiceGroupException failure = heartbeat();
			if (!(failure instanceof ServiceGroupUnavailableException) || isWorthATry()) {
				@Nullable ServiceGroupException refused = joinPending();
				failure = (failure != null) ? failure : refused;
			}
			if (failure != null) {
				tellFailure(failure);
				throw failure;
			}
			tellGood();
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
	 * Where nothing is joined, a store that just did not answer is not asked twice,
	 * unless there is another one.
	 */
	private boolean isWorthATry() {
		return this.driver.migration() != null || this.wanted.keySet().stream().anyMatch(this.driver::isJoined);
	}

	private @Nullable ServiceGroupException joinPending() {
		@Nullable ServiceGroupException failure = null;
		for (Map.Entry<String, Map<String, ?>> entry : this.wanted.entrySet()) {
			if (!this.driver.isJoined(entry.getKey())) {
				try {
					this.driver.join(entry.getKey(), entry.getValue());
				}
				catch (ServiceGroupException ex) {
					failure = ex;
				}
			}
		}
		return failure;
	}

	private void tellFailure(ServiceGroupException failure) {
		if (this.record.failed(failure)) {
			if (failure instanceof DuplicateMemberException) {
				logger.error("{} ({})", failure.getMessage(), this.driver.url());
			}
			else {
				logger.warn("Member '{}' cannot say that it is alive, and goes on trying. {}", this.driver.memberId(),
						failure.getMessage());
			}
		}
	}

	private void tellGood() {
		boolean first = !this.record.hasBeaten();
		ServiceGroupException ended = this.record.good();
		if (first || ended != null) {
			logger.info("Member '{}' stands in {} on {}{}, membership timeout {} ms", this.driver.memberId(),
					this.wanted.isEmpty() ? "no group yet" : "group " + String.join(", ", this.wanted.keySet()),
					this.driver.url(), first ? "" : " again", this.driver.membershipTimeout().toMillis());
		}
	}

	private static Map<String, ?> copy(Map<String, ?> capabilities) {
		return Collections.unmodifiableMap(new LinkedHashMap<>(capabilities));
	}

	public Set<String> groups() {
		return Set.copyOf(this.wanted.keySet());
	}

	boolean isFailing() {
		return this.record.isFailing();
	}

	@Nullable Duration lastHeartbeat() {
		return this.record.age();
	}

	public @Nullable String problem() {
		return this.record.problem(this.driver.membershipTimeout(),
				this.wanted.keySet().stream().allMatch(this.driver::isJoined));
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
