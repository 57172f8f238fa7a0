package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.OperatorAct;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.driver.MemberFinder;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import io.servicegroup.tooz.concurrent.Heart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements the API over a driver. It runs three threads: one sends heartbeats only, one
 * reads the followed groups, and one, started with the first candidacy, runs elections.
 * None of them runs the application's code.
 */
public final class LiveServiceGroupAPI implements ServiceGroupAPI, AutoCloseable {

	/**
	 * How long a stop waits for a thread. After two thirds, which exceed the deadline of
	 * a call, the thread is interrupted.
	 */
	private static final Duration STOP_TIMEOUT = Duration.ofMillis(4800);

	/** The same while the store fails: there is no result to wait for. */
	private static final Duration FAILING_STOP_TIMEOUT = Duration.ofMillis(600);

	/**
	 * The maximum time of a stop, whatever hangs: more than all of its deadlines
	 * together.
	 */
	private static final Duration MAX_STOP = Duration.ofSeconds(15);

	private static final Logger logger = LoggerFactory.getLogger(LiveServiceGroupAPI.class);

	private final ServiceGroupDriver driver;

	private final Supplier<Duration> heartbeatInterval;

	private final Membership membership;

	private final LiveViews views;

	private final Clock clock;

	private final LeaderElector elector;

	private final OperatorSwitchService switches;

	private @Nullable Heart heart;

	/** Renews locks between {@link #stop()} and {@link #close()}; joins no group. */
	private @Nullable Heart lockHeart;

	/**
	 * Creates the API with the default time for a hand-over.
	 * @param driver the driver, closed with the API
	 * @param heartbeatInterval the time between two heartbeats, or {@code null} for a
	 * third of the shortest timeout
	 * @param pollInterval the time between two reads of a followed group
	 * @param listeners notified of the events of every followed group from
	 * {@link #publish()} on
	 */
	public LiveServiceGroupAPI(ServiceGroupDriver driver, @Nullable Duration heartbeatInterval, Duration pollInterval,
			List<ServiceGroupListener> listeners) {
		this(driver, heartbeatInterval, pollInterval, listeners, Duration.ofSeconds(1), Map::of, List.of());
	}

	/**
	 * Creates the API. Starts no thread and makes no call.
	 * @param driver the driver, closed with the API
	 * @param heartbeatInterval the time between two heartbeats, or {@code null} for a
	 * third of the shortest timeout
	 * @param pollInterval the time between two reads of a followed group
	 * @param listeners notified of the events of every followed group
	 * @param handoverTimeout how long a resignation waits for listeners and work
	 * @param capabilities returns the capabilities to publish in every group, unless the
	 * application passes others of the same names
	 * @param heartbeatListeners notified of each heartbeat
	 */
	public LiveServiceGroupAPI(ServiceGroupDriver driver, @Nullable Duration heartbeatInterval, Duration pollInterval,
			List<ServiceGroupListener> listeners, Duration handoverTimeout,
			Supplier<? extends Map<String, ?>> capabilities, List<HeartbeatListener> heartbeatListeners) {
		this.driver = driver;
		this.heartbeatInterval = () -> (heartbeatInterval != null) ? heartbeatInterval
				: driver.timeouts().shortest().dividedBy(3);
		this.clock = Clock.systemUTC();
		this.views = new LiveViews(driver, pollInterval, this.clock, listeners);
		// Otherwise this member would be missing in its own view until the next poll.
		this.membership = new Membership(driver, System::nanoTime, this.views::readAgain, capabilities,
				heartbeatListeners);
		this.elector = new LeaderElector(driver, () -> this.heartbeatInterval.get().multipliedBy(2), System::nanoTime,
				this.clock, handoverTimeout);
		this.switches = new OperatorSwitchService(driver, this.views);
	}

	/**
	 * Requests a membership without waiting for it: the next heartbeat that reaches the
	 * store joins. A group that was requested before keeps its newest capabilities,
	 * unless only this method has set them.
	 * @param group the group's id
	 * @param capabilities the capabilities that other members can read
	 */
	public void want(String group, Map<String, ?> capabilities) {
		this.membership.want(group, capabilities);
	}

	/**
	 * Sends one heartbeat on the calling thread.
	 * @throws io.servicegroup.ServiceGroupException if it fails
	 */
	public void beat() {
		this.membership.beat();
	}

	/**
	 * Starts notifying the listeners that this API was created with: first of the members
	 * that are present in groups that were followed before. Idempotent.
	 */
	public void publish() {
		this.views.publish();
	}

	/**
	 * Starts the heartbeat thread, follows the requested groups, and starts the
	 * elections. Idempotent.
	 */
	public synchronized void start() {
		if (this.heart == null) {
			stopLockHeart();
			this.heart = new Heart("servicegroup-heart", this.membership::beat, this.heartbeatInterval);
			this.heart.start();
			this.membership.groups().forEach(this.views::of);
			this.elector.start();
		}
	}

	/**
	 * Resigns all leaderships, stops the heartbeat thread, then leaves all groups: in
	 * this order, so that no late heartbeat registers the member again. Locks are renewed
	 * until {@link #close()}, as the application may need them to shut down. Takes 15 s
	 * at most, even if a call of the operating system hangs. {@link #start()} starts it
	 * again.
	 */
	public synchronized void stop() {
		Heart stopping = this.heart;
		if (stopping != null) {
			this.heart = null;
			if (!DaemonThreads.run(DaemonThreads.starting("servicegroup-stop"), MAX_STOP, () -> leave(stopping))) {
				logger.warn(
						"Stop of member '{}' is not complete after {} s: its registrations end with their timeout; "
								+ "a thread dump shows where thread servicegroup-stop is blocked",
						getMemberId(), MAX_STOP.toSeconds());
			}
			this.lockHeart = new Heart("servicegroup-heart", this.membership::lastBeat, this.heartbeatInterval);
			this.lockHeart.start();
		}
	}

	private void leave(Heart stopping) {
		this.elector.stop(this.elector.isFailing() ? FAILING_STOP_TIMEOUT : STOP_TIMEOUT);
		stopping.stop(this.membership.isFailing() ? FAILING_STOP_TIMEOUT : STOP_TIMEOUT);
		this.membership.leaveAll();
	}

	private void stopLockHeart() {
		if (this.lockHeart != null) {
			this.lockHeart.stop(FAILING_STOP_TIMEOUT);
			this.lockHeart = null;
		}
	}

	@Override
	public synchronized void close() {
		stop();
		stopLockHeart();
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
			// Also if the store is unavailable: a later heartbeat joins.
			if (this.membership.groups().contains(group)) {
				this.views.refreshSoon(group);
			}
		}
	}

	@Override
	public void leave(String group) {
		this.membership.leave(group);
		this.views.left(group);
	}

	@Override
	public void updateCapabilities(String group, Map<String, ?> capabilities) {
		this.membership.updateCapabilities(group, capabilities);
		this.views.refreshSoon(group);
	}

	@Override
	public void refreshCapabilities() {
		this.membership.refreshCapabilities();
		this.membership.groups().forEach(this.views::refreshSoon);
	}

	@Override
	public boolean serviceIsUp(String group, String member) {
		LiveView view = this.views.of(group);
		boolean up = view.fresh().isUp(member);
		if (!up && MemberFinder.of(this.driver).track(group, member)) {
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
			.updatedTime(member)
			.orElseThrow(() -> new InvalidServiceGroupException(
					"Member '" + member + "' is not registered in group '" + group + "'.",
					"Use the id of a member that getAll returns.", null));
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
		Instant asOf = this.clock.instant();
		return LiveView.view(group, asOf, this.driver.read(group));
	}

	@Override
	public Map<String, Departure> departures(String group, Set<String> members) {
		return members.isEmpty() ? Map.of() : this.driver.departures(group, members);
	}

	@Override
	public Registration addListener(String group, ServiceGroupListener listener) {
		return this.views.of(group).add(listener);
	}

	@Override
	public Map<String, OperatorAct> operatorActs(String group) {
		return this.driver.operatorActs(group);
	}

	@Override
	public void disable(String group, String member, String reason) {
		disable(group, member, reason, null);
	}

	@Override
	public void disable(String group, String member, String reason, @Nullable String operator) {
		this.switches.disable(group, member, reason, operator);
	}

	@Override
	public void enable(String group, String member) {
		enable(group, member, null);
	}

	@Override
	public void enable(String group, String member, @Nullable String operator) {
		this.switches.enable(group, member, operator);
	}

	@Override
	public void forceDown(String group, String member) {
		forceDown(group, member, null);
	}

	@Override
	public void forceDown(String group, String member, @Nullable String operator) {
		this.switches.forceDown(group, member, operator);
	}

	@Override
	public void clearForcedDown(String group, String member) {
		clearForcedDown(group, member, null);
	}

	@Override
	public void clearForcedDown(String group, String member, @Nullable String operator) {
		this.switches.clearForcedDown(group, member, operator);
	}

	@Override
	public Map<String, MemberSwitches> restoreLostSwitches(String group) {
		return this.switches.restoreLost(group);
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
	public boolean runIfLeader(String group, Runnable work) {
		return this.elector.runIfLeader(group, work);
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
		return new CurrentStatus(this.driver.backend(), this.driver.url(), this.driver.memberId(),
				this.membership.groups(), this.elector.groups(), this.views.peek(), this.membership.lastHeartbeat(),
				this.driver.timeouts().membership(), this.membership.problem(), this.driver.migration(),
				this.views.losses());
	}

}
