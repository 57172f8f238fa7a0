package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.servicegroup.GroupLeader;
import io.servicegroup.GroupView;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.LeadershipListener;
import io.servicegroup.Member;
import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.driver.MemberFinder;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.concurrent.Heart;
import org.jspecify.annotations.Nullable;

/**
 * The API over a driver. Three threads stand behind it: the heart, which only beats, the
 * views' and, where there are candidacies, the elector's; none runs an application's
 * code.
 */
public final class LiveServiceGroupAPI implements ServiceGroupAPI, AutoCloseable {

	/**
	 * Two thirds of it are longer than one call's deadline; then a beat is interrupted.
	 */
	private static final Duration PATIENCE = Duration.ofMillis(4800);

	/** With a store that does not answer anyway there is nothing to wait for. */
	private static final Duration HASTE = Duration.ofMillis(600);

	private final ServiceGroupDriver driver;

	private final Supplier<Duration> heartbeatInterval;

	private final Membership membership;

	private final LiveViews views;

	private final Clock clock;

	private final LeaderElector elector;

	private final OperatorSwitchService switchboard;

	private @Nullable Heart heart;

	/** From the stop to the end: the locks' heart, which joins no groups. */
	private @Nullable Heart lastHeart;

	/**
	 * Creates the API; neither heart nor driver is started.
	 * @param driver the driver, closed with the API
	 * @param heartbeatInterval the time between two beats, or {@code null} for a third of
	 * the shortest timeout
	 * @param pollInterval the time between two readings of a followed group
	 * @param listeners told of the events of every followed group
	 */
	public LiveServiceGroupAPI(ServiceGroupDriver driver, @Nullable Duration heartbeatInterval, Duration pollInterval,
			List<ServiceGroupListener> listeners) {
		this.driver = driver;
		this.heartbeatInterval = () -> (heartbeatInterval != null) ? heartbeatInterval
				: driver.shortestTimeout().dividedBy(3);
		this.clock = Clock.systemUTC();
		this.membership = new Membership(driver, System::nanoTime);
		this.views = new LiveViews(driver, pollInterval, this.clock, listeners);
		this.elector = new LeaderElector(driver, () -> this.heartbeatInterval.get().multipliedBy(2), System::nanoTime,
				this.clock);
		this.switchboard = new OperatorSwitchService(driver, this.views);
	}

	/**
	 * Wants a membership without waiting for it: the heart joins with its next beat, or
	 * as soon as the store answers. A group that is wanted already keeps its newest
	 * capabilities.
	 * @param group the group's id
	 * @param capabilities what the others may read
	 */
	public void want(String group, Map<String, ?> capabilities) {
		this.membership.want(group, capabilities);
	}

	/**
	 * Makes one beat on the calling thread.
	 * @throws io.servicegroup.ServiceGroupException if it fails
	 */
	public void beat() {
		Set<String> pending = new HashSet<>(this.membership.groups());
		pending.removeIf(this.membership::isJoined);
		try {
			this.membership.beat();
		}
		finally {
			// The own view must not lack this member until the next poll.
			pending.stream().filter(this.membership::isJoined).forEach(this.views::readAgain);
		}
	}

	/**
	 * Starts the heart, follows the wanted groups, and joins the elections. Idempotent.
	 */
	public synchronized void start() {
		if (this.heart == null) {
			endLastHeart();
			this.heart = new Heart("servicegroup-heart", this::beat, this.heartbeatInterval);
			this.heart.start();
			this.membership.groups().forEach(this.views::of);
			this.elector.start();
		}
	}

	/**
	 * Gives all leaderships up, stops the heart, then leaves all groups: in this order,
	 * lest a last beat bring the member back. Locks are kept until the end, as an
	 * application that stops may need them. Bounded in time. May be {@linkplain #start()
	 * started} again.
	 */
	public synchronized void stop() {
		if (this.heart != null) {
			this.elector.stop(this.elector.isFailing() ? HASTE : PATIENCE);
			this.heart.stop(this.membership.isFailing() ? HASTE : PATIENCE);
			this.heart = null;
			this.membership.leaveAll();
			this.lastHeart = new Heart("servicegroup-heart", this.membership::lastBeat, this.heartbeatInterval);
			this.lastHeart.start();
		}
	}

	private void endLastHeart() {
		if (this.lastHeart != null) {
			this.lastHeart.stop(HASTE);
			this.lastHeart = null;
		}
	}

	@Override
	public synchronized void close() {
		stop();
		endLastHeart();
		this.views.close();
		this.elector.close();
		this.driver.close();
	}

	@Override
	public String getMemberId() {
		return this.driver.memberId();
	}

	@Override
	public void join(String group, Map<String, ?> capabilities) {
		start();
		try {
			this.membership.join(group, capabilities);
		}
		finally {
			// With the store away, too: the heart joins later.
			if (this.membership.groups().contains(group)) {
				this.views.refreshSoon(group);
			}
		}
	}

	@Override
	public void leave(String group) {
		this.membership.leave(group);
		this.views.refreshSoon(group);
	}

	@Override
	public void updateCapabilities(String group, Map<String, ?> capabilities) {
		this.membership.updateCapabilities(group, capabilities);
		this.views.refreshSoon(group);
	}

	@Override
	public boolean serviceIsUp(String group, String member) {
		LiveView view = this.views.of(group);
		boolean up = view.fresh().isUp(member);
		if (!up && MemberFinder.of(this.driver).lookFor(group, member)) {
			view.refresh();
			return view.fresh().isUp(member);
		}
		return up;
	}

	@Override
	public List<Member> getAll(String group) {
		return this.views.of(group).fresh().members();
	}

	@Override
	public Instant getUpdatedTime(String group, String member) {
		return this.views.of(group)
			.fresh()
			.member(member)
			.map(Member::updatedAt)
			.orElseThrow(() -> new InvalidServiceGroupException(
					"Member '" + member + "' does not stand in group '" + group + "'.",
					"Ask for one that getAll lists.", null));
	}

	@Override
	public Set<String> getGroups() {
		return this.driver.groups();
	}

	@Override
	public GroupView view(String group) {
		return this.views.of(group).get();
	}

	@Override
	public GroupView read(String group) {
		return LiveView.read(this.driver, group, this.clock.instant());
	}

	@Override
	public Registration addListener(String group, ServiceGroupListener listener) {
		return this.views.of(group).add(listener);
	}

	@Override
	public void disable(String group, String member, String reason) {
		this.switchboard.disable(group, member, reason);
	}

	@Override
	public void enable(String group, String member) {
		this.switchboard.enable(group, member);
	}

	@Override
	public void forceDown(String group, String member) {
		this.switchboard.forceDown(group, member);
	}

	@Override
	public void release(String group, String member) {
		this.switchboard.release(group, member);
	}

	@Override
	public Registration joinElection(String group) {
		Registration candidacy = this.elector.join(group);
		start();
		this.elector.start();
		return candidacy;
	}

	@Override
	public void resign(String group) {
		this.elector.resign(group);
	}

	@Override
	public boolean isLeader(String group) {
		return this.elector.isLeader(group);
	}

	@Override
	public Optional<GroupLeader> getLeader(String group) {
		return this.elector.leader(group);
	}

	@Override
	public Registration addLeadershipListener(LeadershipListener listener) {
		return this.elector.addListener(listener);
	}

	@Override
	public MembershipStatus getStatus() {
		return new MembershipStatus(this.driver.backend(), this.driver.url(), this.driver.memberId(),
				this.membership.groups(), this.elector.groups(), this.views.peek(), this.membership.lastHeartbeat(),
				this.driver.membershipTimeout(), this.membership.problem(), this.driver.migration());
	}

}
