package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.servicegroup.GroupLeader;
import io.servicegroup.LeadershipListener;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.LeaderElections;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.coordination.LeaderCandidate;
import io.servicegroup.tooz.coordination.LeaderLock;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries in rounds to make this application the leader of the groups for which it is a
 * candidate. Runs on its own thread between {@link #start()} and {@link #stop}. The
 * heartbeat renews leaderships.
 */
final class LeaderElector implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LeaderElector.class);

	private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

	private final ServiceGroupDriver driver;

	private final Supplier<Duration> rest;

	private final LongSupplier nanoTime;

	private final LeadershipEventPublisher publisher;

	/** How long a resignation waits for listeners and work. */
	private final Duration handoverTimeout;

	private final Map<String, Candidacy> candidacies = new ConcurrentHashMap<>();

	/** Written with this object's monitor held. */
	private volatile @Nullable Heart loop;

	private volatile boolean failing;

	/**
	 * Creates an elector. After a resignation the candidate pauses for the given time.
	 */
	LeaderElector(ServiceGroupDriver driver, Supplier<Duration> rest, LongSupplier nanoTime, Clock clock,
			Duration handoverTimeout) {
		this.handoverTimeout = handoverTimeout;
		this.driver = driver;
		this.rest = rest;
		this.nanoTime = nanoTime;
		this.publisher = new LeadershipEventPublisher(driver.memberId(), clock);
	}

	Registration addListener(LeadershipListener listener) {
		return this.publisher.add(listener);
	}

	/**
	 * Makes this application a candidate; the next round tries to acquire the leadership.
	 */
	Registration join(String group) {
		this.driver.checkGroup(group);
		LeaderElections elections = this.driver.elections();
		Candidacy candidacy = this.candidacies.compute(group,
				(id, known) -> (known != null && !known.candidate.isEnded()) ? known : new Candidacy(elections, id));
		return () -> end(candidacy);
	}

	/** A new candidacy for the group starts only after the revocation was published. */
	private void end(Candidacy candidacy) {
		boolean led = candidacy.candidate.end();
		candidacy.releases.close();
		this.candidacies.remove(candidacy.group, candidacy);
		awaitEnd(led, List.of(candidacy));
		tryRelease(candidacy);
	}

	void resign(String group) {
		Candidacy candidacy = this.candidacies.get(group);
		if (candidacy != null && candidacy.candidate.isLeader()) {
			awaitEnd(candidacy.resign(this.rest.get()), List.of(candidacy));
			candidacy.candidate.release();
		}
	}

	/**
	 * Waits for the listeners and the work of this application before other members can
	 * be elected.
	 */
	private void awaitEnd(boolean led, Collection<Candidacy> ended) {
		if (led) {
			long begun = System.nanoTime();
			this.publisher.awaitDelivered(this.handoverTimeout);
			ended.forEach((candidacy) -> {
				if (!candidacy.work.await(this.handoverTimeout.minusNanos(System.nanoTime() - begun))) {
					logger.warn(
							"Work as leader of group '{}' has not ended {} ms after the resignation: another member "
									+ "may be elected meanwhile. To wait longer, raise "
									+ "servicegroup.leader-election.handover-timeout",
							candidacy.group, this.handoverTimeout.toMillis());
				}
			});
		}
	}

	/**
	 * Starts the thread if there is a candidate. If it runs already, starts a round at
	 * once.
	 */
	synchronized void start() {
		resumeAll();
		if (this.loop != null) {
			wake();
		}
		else if (!this.candidacies.isEmpty()) {
			Heart started = new Heart("servicegroup-elector", this::round, this::interval);
			this.loop = started;
			started.start();
		}
	}

	/** Starts a round at once if the thread runs. Does not wait. */
	private void wake() {
		Heart running = this.loop;
		if (running != null) {
			running.beatNow();
		}
	}

	private Duration interval() {
		Duration sixth = this.driver.timeouts().shortest().dividedBy(6);
		return (sixth.compareTo(LONGEST_INTERVAL) < 0) ? sixth : LONGEST_INTERVAL;
	}

	/**
	 * Stops the thread and resigns all leaderships. {@link #start()} resumes the
	 * candidacies.
	 */
	synchronized void stop(Duration timeout) {
		Heart running = this.loop;
		if (running != null) {
			running.stop(timeout);
			this.loop = null;
			suspendAll();
		}
	}

	void suspendAll() {
		boolean led = false;
		for (Candidacy candidacy : this.candidacies.values()) {
			led |= candidacy.suspend();
		}
		awaitEnd(led, this.candidacies.values());
		this.candidacies.values().forEach(this::tryRelease);
	}

	/**
	 * Makes no call if the lock was lost, so the calls end no later than the lock's
	 * timeout.
	 */
	private void tryRelease(Candidacy candidacy) {
		try {
			candidacy.candidate.release();
		}
		catch (CoordinationException ex) {
			logger.warn("Leadership of group '{}' could not be released: no other member is elected before it expires. "
					+ "Cause: {}", candidacy.group, Printable.of(ex.getMessage()));
		}
	}

	void resumeAll() {
		this.candidacies.values().forEach((candidacy) -> candidacy.candidate.resume());
	}

	/**
	 * Tries to acquire each leadership, then reads the leader of the other groups.
	 */
	void round() {
		this.publisher.wake();
		@Nullable ServiceGroupException failure = null;
		for (Candidacy candidacy : this.candidacies.values()) {
			failure = graver(failure, candidacy.elect());
		}
		for (Candidacy candidacy : this.candidacies.values()) {
			failure = graver(failure, candidacy.read(failure));
		}
		log(failure);
	}

	private static @Nullable ServiceGroupException graver(@Nullable ServiceGroupException first,
			@Nullable ServiceGroupException second) {
		return (first == null || (second != null && second.isStoreWide())) ? second : first;
	}

	private void log(@Nullable ServiceGroupException failure) {
		if (failure != null && !this.failing) {
			logger.warn("Election of groups {} failed: this member may not be elected; retrying. Cause: {}", groups(),
					Printable.of(failure.getMessage()));
		}
		else if (failure == null && this.failing) {
			logger.info("Election of groups {} succeeds again", groups());
		}
		this.failing = failure != null;
	}

	/** Runs work if this application leads; a resignation waits for it. */
	boolean runIfLeader(String group, Runnable work) {
		Candidacy candidacy = this.candidacies.get(group);
		return candidacy != null && candidacy.work.run(candidacy.candidate::isLeader, work);
	}

	boolean isLeader(String group) {
		Candidacy candidacy = this.candidacies.get(group);
		return candidacy != null && candidacy.candidate.isLeader();
	}

	Optional<GroupLeader> leader(String group) {
		Candidacy candidacy = this.candidacies.get(group);
		if (candidacy != null) {
			return candidacy.leader();
		}
		this.driver.checkGroup(group);
		return this.driver.elections().leader(group);
	}

	Set<String> groups() {
		return Set.copyOf(this.candidacies.keySet());
	}

	boolean isFailing() {
		return this.failing;
	}

	@Override
	public void close() {
		this.publisher.close();
	}

	/** A candidate, and the leader of its group as last read. */
	private final class Candidacy {

		private final LeaderElections elections;

		private final String group;

		private final LeaderCandidate candidate;

		private final LeaderWork work = new LeaderWork();

		private final ReleaseWatch releases;

		/**
		 * The result of the last read of the leader, or {@code null} if there is none
		 * yet.
		 */
		private volatile @Nullable Supplier<Optional<GroupLeader>> lastRead;

		Candidacy(LeaderElections elections, String group) {
			this.elections = elections;
			this.group = group;
			LeaderLock lock = elections.lock(group);
			this.releases = new ReleaseWatch(lock, LeaderElector.this::wake);
			this.candidate = new LeaderCandidate(lock, LeaderElector.this.publisher.of(group),
					LeaderElector.this.nanoTime);
		}

		boolean resign(Duration rest) {
			this.lastRead = null;
			return this.candidate.resign(rest);
		}

		boolean suspend() {
			this.lastRead = null;
			this.releases.stop();
			return this.candidate.suspend();
		}

		@Nullable ServiceGroupException elect() {
			try {
				this.candidate.round();
				if (this.candidate.isLeader()) {
					this.releases.stop();
				}
				else {
					this.releases.start();
				}
				return null;
			}
			catch (ServiceGroupException ex) {
				return ex;
			}
		}

		/**
		 * Reads the leader. A store that did not answer is not called again in this
		 * round.
		 */
		@Nullable ServiceGroupException read(@Nullable ServiceGroupException failure) {
			if (this.candidate.isLeader()) {
				// If the leadership is lost, getLeader must not wait for the store.
				this.lastRead = () -> unreadable("It was not read since this application was its leader", null);
				return null;
			}
			if (failure != null && failure.isStoreWide()) {
				this.lastRead = () -> unreadable(failure.getMessage(), failure);
				return null;
			}
			try {
				Optional<GroupLeader> leader = this.elections.leader(this.group);
				this.lastRead = () -> leader;
				return null;
			}
			catch (ServiceGroupUnavailableException ex) {
				this.lastRead = () -> unreadable(ex.getMessage(), ex);
				return ex;
			}
			catch (ServiceGroupException ex) {
				this.lastRead = () -> {
					throw ex;
				};
				return ex;
			}
		}

		private Optional<GroupLeader> unreadable(@Nullable String why, @Nullable Throwable cause) {
			throw new ServiceGroupUnavailableException(
					"The leader of group '" + this.group + "' cannot be read. " + why, cause);
		}

		Optional<GroupLeader> leader() {
			if (this.candidate.isLeader()) {
				return Optional.of(new GroupLeader(LeaderElector.this.driver.memberId(), true));
			}
			Supplier<Optional<GroupLeader>> last = this.lastRead;
			return (last != null) ? last.get() : this.elections.leader(this.group);
		}

	}

}
