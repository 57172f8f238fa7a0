package io.servicegroup.membership;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups this application wants to stand in, and the beat that makes it so: it joins
 * what is not joined yet, then heartbeats. What the store loses, the driver restores.
 */
final class Membership {

	private static final Logger logger = LoggerFactory.getLogger(Membership.class);

	private final ServiceGroupDriver driver;

	private final HeartbeatRecord record;

	private final Map<String, Map<String, ?>> wanted = new ConcurrentHashMap<>();

	private final Set<String> joined = ConcurrentHashMap.newKeySet();

	/** Where a join failed, but the store may have carried it out. */
	private final Set<String> uncertain = ConcurrentHashMap.newKeySet();

	/** Lets a leave wait for a beat under way, which might be joining. */
	private final ReentrantLock changes = new ReentrantLock(true);

	Membership(ServiceGroupDriver driver, LongSupplier nanoTime) {
		this.driver = driver;
		this.record = new HeartbeatRecord(nanoTime);
	}

	/** Wants a membership; the next beat joins. */
	void want(String group, Map<String, ?> capabilities) {
		this.wanted.put(group, copy(capabilities));
	}

	void join(String group, Map<String, ?> capabilities) {
		locked(() -> {
			if (this.wanted.containsKey(group)) {
				throw new InvalidServiceGroupException(
						"'" + this.driver.memberId() + "' is a member of group '" + group + "' already.",
						"To change its capabilities, call updateCapabilities.", null);
			}
			try {
				joinInStore(group, capabilities);
				want(group, capabilities);
			}
			catch (ServiceGroupUnavailableException ex) {
				want(group, capabilities);
				throw ex;
			}
		});
	}

	/**
	 * Stands in a group with these capabilities, whether it does already or not. What the
	 * store does not learn, or refuses, it is told by the next beat; a member that stands
	 * there already keeps the capabilities it has when others are refused.
	 */
	void ensure(String group, Map<String, ?> capabilities) {
		locked(() -> {
			Map<String, ?> before = this.wanted.put(group, copy(capabilities));
			if (before == null || !this.joined.contains(group)) {
				joinInStore(group, capabilities);
			}
			else if (!capabilities.equals(before)) {
				change(group, before, capabilities);
			}
		});
	}

	/** Those that a namesake keeps out come with the next beat that gets through. */
	private void change(String group, Map<String, ?> before, Map<String, ?> capabilities) {
		try {
			this.driver.updateCapabilities(group, capabilities);
		}
		catch (InvalidServiceGroupException ex) {
			this.wanted.put(group, before);
			throw ex;
		}
	}

	boolean isJoined(String group) {
		return this.joined.contains(group);
	}

	private void joinInStore(String group, Map<String, ?> capabilities) {
		try {
			this.driver.join(group, capabilities);
		}
		catch (ServiceGroupUnavailableException ex) {
			this.uncertain.add(group);
			throw ex;
		}
		this.joined.add(group);
		this.uncertain.remove(group);
	}

	/** One that the store does not learn of is told again by the next beat. */
	void leave(String group) {
		locked(() -> {
			boolean wasWanted = this.wanted.remove(group) != null;
			if (wasWanted && (this.joined.remove(group) || this.uncertain.remove(group))) {
				this.driver.leave(group);
			}
		});
	}

	/**
	 * Leaves all groups, but goes on wanting them; gives up at the first call that the
	 * store does not answer.
	 * @return whether each was tried: no heartbeat brings the member back
	 */
	boolean leaveAll() {
		locked(() -> {
			Set<String> groups = new LinkedHashSet<>(this.joined);
			groups.addAll(this.uncertain);
			this.driver.leaveElsewhere(groups);
			groups.stream()
				.takeWhile(this::leaveAtTheEnd)
				.forEach((group) -> logger.info("Member '{}' has left group {}", this.driver.memberId(), group));
		});
		return this.joined.isEmpty() && this.uncertain.isEmpty();
	}

	private boolean leaveAtTheEnd(String group) {
		this.joined.remove(group);
		this.uncertain.remove(group);
		try {
			this.driver.leave(group);
			return true;
		}
		catch (ServiceGroupException ex) {
			logger.warn("Could not leave group '{}'; the store drops member '{}' within {} ms: {}", group,
					this.driver.memberId(), this.driver.membershipTimeout().toMillis(), ex.getMessage());
			return false;
		}
	}

	/**
	 * Keeps alive what is no membership. As long as a leave was not tried, a heartbeat
	 * would bring the member back.
	 */
	void lastBeat() {
		if (!leaveAll()) {
			throw new ServiceGroupUnavailableException("Not all groups are left yet", null);
		}
		this.driver.heartbeat();
	}

	void updateCapabilities(String group, Map<String, ?> capabilities) {
		locked(() -> {
			Map<String, ?> before = this.wanted.replace(group, copy(capabilities));
			if (before == null) {
				throw new InvalidServiceGroupException(
						"'" + this.driver.memberId() + "' is no member of group '" + group + "'.", "Call join first.",
						null);
			}
			if (this.joined.contains(group)) {
				change(group, before, capabilities);
			}
		});
	}

	/** One beat, on the heart's thread. Throws what the heart shall try again for. */
	void beat() {
		locked(() -> {
			// First, so that a group that cannot be joined costs no lock its renewal.
			@Nullable ServiceGroupException failure = heartbeat();
			// Where nothing is joined, a store that just did not answer is not asked
			// twice.
			if (!(failure instanceof ServiceGroupUnavailableException) || !this.joined.isEmpty()
					|| this.driver.standsElsewhere()) {
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

	private @Nullable ServiceGroupException joinPending() {
		@Nullable ServiceGroupException failure = null;
		for (Map.Entry<String, Map<String, ?>> entry : this.wanted.entrySet()) {
			if (!this.joined.contains(entry.getKey())) {
				try {
					joinInStore(entry.getKey(), entry.getValue());
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

	Set<String> groups() {
		return Set.copyOf(this.wanted.keySet());
	}

	boolean isFailing() {
		return this.record.isFailing();
	}

	@Nullable Duration lastHeartbeat() {
		return this.record.age();
	}

	@Nullable String problem() {
		return this.record.problem(this.driver.membershipTimeout(), this.joined.containsAll(this.wanted.keySet()));
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
