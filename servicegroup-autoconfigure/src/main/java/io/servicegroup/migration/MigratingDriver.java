package io.servicegroup.migration;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.MigrationStatus;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.LeaderElections;
import io.servicegroup.driver.MemberFinder;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * The driver of a member that moves from one place to another: it stands in both, and a
 * member is up when either says so. The new place decides about its health, its locks and
 * its fencing tokens; the old one has a heart of its own, so that its death delays
 * nothing.
 */
public final class MigratingDriver implements ServiceGroupDriver, MemberFinder {

	private final ServiceGroupDriver primary;

	private final SourceMembership old;

	/** The groups into which the new place has not let this member lately. */
	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	private final MigratingReadings readings;

	private final DualSwitches switches;

	private final Supplier<LeaderElections> elections;

	/**
	 * Creates the driver; nothing is connected yet.
	 * @param primary the driver of the new place, closed with this one
	 * @param old the driver of the old place, under the same member id; closed with this
	 * one
	 * @param oldHeartbeatInterval the time between two beats in the old place, or
	 * {@code null} for a third of its timeout
	 */
	public MigratingDriver(ServiceGroupDriver primary, ServiceGroupDriver old,
			@Nullable Duration oldHeartbeatInterval) {
		this.primary = primary;
		this.old = new SourceMembership(old, oldHeartbeatInterval);
		this.readings = new MigratingReadings(primary, old, this::longestTimeout);
		this.switches = new DualSwitches(primary, old);
		LeaderElections both = electionsOfBoth(primary, old);
		this.elections = (both != null) ? () -> both : primary::elections;
	}

	/** Where one of the two has none, there is nothing to be elected in but the other. */
	private static @Nullable LeaderElections electionsOfBoth(ServiceGroupDriver primary, ServiceGroupDriver old) {
		try {
			return new MigratingElections(primary.elections(), old.elections());
		}
		catch (InvalidServiceGroupException ex) {
			return null;
		}
	}

	/**
	 * Returns the driver of the new place.
	 * @return what locks are taken on
	 */
	public ServiceGroupDriver primary() {
		return this.primary;
	}

	@Override
	public String memberId() {
		return this.primary.memberId();
	}

	@Override
	public String backend() {
		return this.primary.backend();
	}

	@Override
	public String url() {
		return this.primary.url();
	}

	@Override
	public Duration membershipTimeout() {
		return this.primary.membershipTimeout();
	}

	@Override
	public Duration shortestTimeout() {
		return this.primary.shortestTimeout();
	}

	@Override
	public Duration longestTimeout() {
		return Collections.max(List.of(this.primary.longestTimeout(), this.old.driver().longestTimeout()));
	}

	@Override
	public MigrationStatus migration() {
		return this.readings.status(this.old.problem());
	}

	@Override
	public void checkGroup(String group) {
		this.primary.checkGroup(group);
		this.old.driver().checkGroup(group);
	}

	/**
	 * The old place comes first: those who ask there only see the member no later than
	 * the others. But not where the new one is going to refuse it: it would come and go
	 * with each try.
	 */
	@Override
	public void join(String group, Map<String, ?> capabilities) {
		boolean doubtful = isDoubtful(group);
		if (!doubtful) {
			this.old.join(group, capabilities);
		}
		joinNew(group, capabilities);
		if (doubtful) {
			joinOldToo(group, capabilities);
		}
	}

	private void joinNew(String group, Map<String, ?> capabilities) {
		try {
			this.primary.join(group, capabilities);
			this.refused.remove(group);
		}
		catch (ServiceGroupUnavailableException ex) {
			throw ex;
		}
		catch (ServiceGroupException ex) {
			this.refused.add(group);
			this.old.await(this.old.leave(group));
			throw ex;
		}
	}

	/** Whether the new place has refused this member, or is going to. */
	private boolean isDoubtful(String group) {
		try {
			return this.refused.contains(group) || this.primary.read(group).isUp(memberId());
		}
		catch (ServiceGroupUnavailableException ex) {
			return false;
		}
	}

	private void joinOldToo(String group, Map<String, ?> capabilities) {
		try {
			this.old.join(group, capabilities);
		}
		catch (DuplicateMemberException | InvalidServiceGroupException ex) {
			this.primary.leave(group);
			throw ex;
		}
	}

	@Override
	public void leave(String group) {
		Future<?> oldToo = this.old.leave(group);
		try {
			this.primary.leave(group);
		}
		finally {
			this.old.await(oldToo);
		}
	}

	/** The source first, and all its groups at once: the target may not answer. */
	@Override
	public void leaveAll(Set<String> groups) {
		List<Future<?>> source = groups.stream().<Future<?>>map(this.old::leave).toList();
		try {
			this.primary.leaveAll(groups);
		}
		finally {
			source.forEach(this.old::await);
		}
	}

	@Override
	public boolean isJoined(String group) {
		return this.primary.isJoined(group);
	}

	@Override
	public void updateCapabilities(String group, Map<String, ?> capabilities) {
		this.old.update(group, capabilities);
		this.primary.updateCapabilities(group, capabilities);
	}

	@Override
	public void heartbeat() {
		this.old.start();
		this.primary.heartbeat();
	}

	@Override
	public GroupListing read(String group) {
		return this.readings.read(group);
	}

	@Override
	public boolean lookFor(String group, String member) {
		return MemberFinder.of(this.primary).lookFor(group, member)
				| MemberFinder.of(this.old.driver()).lookFor(group, member);
	}

	@Override
	public boolean knows(String group, String member) {
		return MemberFinder.of(this.primary).knows(group, member)
				|| MemberFinder.of(this.old.driver()).knows(group, member);
	}

	@Override
	public Set<String> groups() {
		return this.readings.groups();
	}

	@Override
	public AutoCloseable watch(String group, Runnable lookAgain) {
		return this.readings.watch(group, lookAgain);
	}

	@Override
	public void disable(String group, String member, String reason) {
		this.switches.turn((driver) -> driver.disable(group, member, reason));
	}

	@Override
	public void enable(String group, String member) {
		this.switches.turn((driver) -> driver.enable(group, member));
	}

	@Override
	public void forceDown(String group, String member) {
		this.switches.turn((driver) -> driver.forceDown(group, member));
	}

	@Override
	public void release(String group, String member) {
		this.switches.turn((driver) -> driver.release(group, member));
	}

	@Override
	public LeaderElections elections() {
		return this.elections.get();
	}

	@Override
	public void close() {
		this.readings.close();
		Thread aside = DaemonThreads.named("servicegroup-old-close").newThread(this.old::close);
		aside.start();
		try {
			this.primary.close();
		}
		finally {
			awaitEnd(aside);
		}
	}

	private static void awaitEnd(Thread thread) {
		try {
			thread.join(Duration.ofSeconds(5).toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
