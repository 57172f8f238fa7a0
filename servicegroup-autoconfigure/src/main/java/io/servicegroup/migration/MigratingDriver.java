package io.servicegroup.migration;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.MigrationStatus;
import io.servicegroup.OperatorAct;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.CapabilitiesUpdate;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.LeaderElections;
import io.servicegroup.driver.MemberFinder;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.Timeouts;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Migrates a member from a source to a target: it registers the member in both, and a
 * member is up if it is up in either. Health, locks and fencing tokens come from the
 * target. The source has its own heartbeat thread, so that its failure delays nothing.
 */
public final class MigratingDriver implements ServiceGroupDriver, MemberFinder {

	private final ServiceGroupDriver primary;

	private final SourceMembership source;

	/** The groups whose last join the target has refused. */
	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	private final MigratingReadings readings;

	private final DualSwitches switches;

	private final Supplier<LeaderElections> elections;

	/**
	 * Creates the driver. Makes no call.
	 * @param primary the driver of the target, closed with this one
	 * @param source the driver of the source, with the same member id; closed with this
	 * one
	 * @param sourceHeartbeatInterval the time between two heartbeats in the source, or
	 * {@code null} for a third of its timeout
	 */
	public MigratingDriver(ServiceGroupDriver primary, ServiceGroupDriver source,
			@Nullable Duration sourceHeartbeatInterval) {
		this.primary = primary;
		this.source = new SourceMembership(source, sourceHeartbeatInterval);
		this.readings = new MigratingReadings(primary, source, () -> timeouts().longest());
		this.switches = new DualSwitches(primary, source);
		LeaderElections both = electionsOfBoth(primary, source);
		this.elections = (both != null) ? () -> both : primary::elections;
	}

	/**
	 * Returns {@code null} if one of the two has no elections: then those of the target
	 * decide.
	 */
	private static @Nullable LeaderElections electionsOfBoth(ServiceGroupDriver primary, ServiceGroupDriver source) {
		try {
			return new MigratingElections(primary.elections(), source.elections());
		}
		catch (InvalidServiceGroupException ex) {
			return null;
		}
	}

	/**
	 * Returns the driver of the target.
	 * @return the driver on which locks are acquired
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
	public Timeouts timeouts() {
		Timeouts target = this.primary.timeouts();
		return new Timeouts(target.membership(), target.shortest(),
				Collections.max(List.of(target.longest(), this.source.driver().timeouts().longest())));
	}

	@Override
	public MigrationStatus migration() {
		return this.readings.status(this.source.problem());
	}

	@Override
	public void checkGroup(String group) {
		this.primary.checkGroup(group);
		this.source.driver().checkGroup(group);
	}

	/**
	 * Joins the source first, so that applications that read only the source see the
	 * member no later than the others. If the target is likely to refuse the member,
	 * joins the target first: otherwise the member would join and leave the source with
	 * each try.
	 */
	@Override
	public void join(String group, Map<String, ?> capabilities) {
		boolean likelyRefused = isLikelyRefused(group);
		if (!likelyRefused) {
			this.source.join(group, capabilities);
		}
		joinTarget(group, capabilities);
		if (likelyRefused) {
			joinSourceToo(group, capabilities);
		}
	}

	private void joinTarget(String group, Map<String, ?> capabilities) {
		try {
			this.primary.join(group, capabilities);
			this.refused.remove(group);
		}
		catch (ServiceGroupUnavailableException ex) {
			throw ex;
		}
		catch (ServiceGroupException ex) {
			this.refused.add(group);
			this.source.await(this.source.leave(group));
			throw ex;
		}
	}

	/** Returns whether the target has refused this member, or is likely to. */
	private boolean isLikelyRefused(String group) {
		try {
			return this.refused.contains(group) || this.primary.read(group).isUp(memberId());
		}
		catch (ServiceGroupUnavailableException ex) {
			return false;
		}
	}

	private void joinSourceToo(String group, Map<String, ?> capabilities) {
		try {
			this.source.join(group, capabilities);
		}
		catch (DuplicateMemberException | InvalidServiceGroupException ex) {
			this.primary.leave(Set.of(group));
			throw ex;
		}
	}

	/** Starts leaving the groups of the source first, as the target may not answer. */
	@Override
	public void leave(Set<String> groups) {
		List<Future<?>> leaves = groups.stream().<Future<?>>map(this.source::leave).toList();
		try {
			this.primary.leave(groups);
		}
		finally {
			leaves.forEach(this.source::await);
		}
	}

	@Override
	public boolean isJoined(String group) {
		return this.primary.isJoined(group);
	}

	@Override
	public CapabilitiesUpdate prepareUpdate(String group, Map<String, ?> capabilities) {
		CapabilitiesUpdate inTarget = this.primary.prepareUpdate(group, capabilities);
		Future<?> inSource = this.source.update(group, capabilities);
		return new CapabilitiesUpdate() {

			@Override
			public void write() {
				try {
					MigratingDriver.this.source.awaitUpdate(group, inSource);
				}
				catch (DuplicateMemberException | InvalidServiceGroupException ex) {
					cancel();
					throw ex;
				}
				inTarget.write();
			}

			@Override
			public void cancel() {
				inTarget.cancel();
			}

		};
	}

	@Override
	public void heartbeat() {
		this.source.start();
		this.primary.heartbeat();
	}

	@Override
	public GroupListing read(String group) {
		return this.readings.read(group);
	}

	/**
	 * A member that has died in one store is dead. One that has left one store may never
	 * have been in it.
	 */
	@Override
	public Map<String, Departure> departures(String group, Set<String> members) {
		Map<String, Departure> inTarget = this.primary.departures(group, members);
		Map<String, Departure> inSource = this.source.driver().departures(group, members);
		Map<String, Departure> departures = new HashMap<>();
		for (String member : members) {
			Departure one = inTarget.get(member);
			Departure other = inSource.get(member);
			if (one == Departure.DIED || other == Departure.DIED) {
				departures.put(member, Departure.DIED);
			}
			else if (one != null && other != null) {
				departures.put(member, Departure.LEFT);
			}
		}
		return departures;
	}

	@Override
	public boolean track(String group, String member) {
		boolean onPrimary = MemberFinder.of(this.primary).track(group, member);
		return MemberFinder.of(this.source.driver()).track(group, member) || onPrimary;
	}

	@Override
	public long silence() {
		return Math.min(this.primary.silence(), this.source.driver().silence());
	}

	@Override
	public boolean knows(String group, String member) {
		return MemberFinder.of(this.primary).knows(group, member)
				|| MemberFinder.of(this.source.driver()).knows(group, member);
	}

	@Override
	public Set<String> groups() {
		return this.readings.groups();
	}

	@Override
	public Registration watch(String group, Runnable lookAgain) {
		return this.readings.watch(group, lookAgain);
	}

	@Override
	public Map<String, OperatorAct> operatorActs(String group) {
		Map<String, OperatorAct> acts = new HashMap<>(this.source.driver().operatorActs(group));
		acts.putAll(this.primary.operatorActs(group));
		return acts;
	}

	@Override
	public void disable(String group, String member, String reason, @Nullable String operator) {
		this.switches.set((driver) -> driver.disable(group, member, reason, operator));
	}

	@Override
	public void enable(String group, String member, @Nullable String operator) {
		this.switches.set((driver) -> driver.enable(group, member, operator));
	}

	@Override
	public void forceDown(String group, String member, @Nullable String operator) {
		this.switches.set((driver) -> driver.forceDown(group, member, operator));
	}

	@Override
	public void clearForcedDown(String group, String member, @Nullable String operator) {
		this.switches.set((driver) -> driver.clearForcedDown(group, member, operator));
	}

	@Override
	public LeaderElections elections() {
		return this.elections.get();
	}

	@Override
	public void close() {
		this.readings.close();
		Thread sourceClose = DaemonThreads.named("servicegroup-source-close").newThread(this.source::close);
		sourceClose.start();
		try {
			this.primary.close();
		}
		finally {
			awaitEnd(sourceClose);
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
