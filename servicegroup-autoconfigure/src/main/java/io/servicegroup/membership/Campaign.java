package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.servicegroup.GroupLeader;
import io.servicegroup.LeadershipListener;
import io.servicegroup.ServiceGroupAPI.Registration;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.driver.LeaderElections;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.Heart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries, on a thread of its own and for as long as it is started, to lead the groups for
 * which this application is a candidate. Leaderships are kept by the heart.
 */
final class Campaign implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Campaign.class);

	private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

	/** How long who stands down waits for its listeners. */
	private static final Duration HEARING = Duration.ofSeconds(1);

	private final ServiceGroupDriver driver;

	private final Supplier<Duration> rest;

	private final Announcements announcements;

	private final Map<String, Candidacy> candidacies = new ConcurrentHashMap<>();

	/** Keeps a round and a withdrawal apart. */
	private final ReentrantLock turns = new ReentrantLock(true);

	private @Nullable Heart rounds;

	private volatile boolean failing;

	/** Creates a campaign; who stands down rests for the given time. */
	Campaign(ServiceGroupDriver driver, Supplier<Duration> rest, Clock clock) {
		this.driver = driver;
		this.rest = rest;
		this.announcements = new Announcements(driver.memberId(), clock);
	}

	Registration listen(LeadershipListener listener) {
		return this.announcements.add(listener);
	}

	/** Becomes a candidate; the thread of a campaign that is started tries at once. */
	Registration runForLeader(String group) {
		this.driver.checkGroup(group);
		LeaderElections elections = this.driver.elections();
		Candidacy candidacy = this.candidacies.computeIfAbsent(group,
				(id) -> new Candidacy(id, this.driver.memberId(), elections, this.announcements, System::nanoTime));
		start();
		return () -> {
			if (this.candidacies.remove(group, candidacy)) {
				resign(candidacy);
			}
		};
	}

	synchronized void start() {
		if (this.rounds != null) {
			this.rounds.beatNow();
		}
		else if (!this.candidacies.isEmpty()) {
			this.rounds = new Heart("servicegroup-campaign", this::round, this::interval);
			this.rounds.start();
		}
	}

	private Duration interval() {
		Duration sixth = this.driver.shortestTimeout().dividedBy(6);
		return (sixth.compareTo(LONGEST_INTERVAL) < 0) ? sixth : LONGEST_INTERVAL;
	}

	private void round() {
		this.announcements.wake();
		this.turns.lock();
		try {
			tell(new ElectionRound(this.driver.elections(), this.candidacies.values()).hold());
		}
		finally {
			this.turns.unlock();
		}
	}

	private void tell(@Nullable ServiceGroupException failure) {
		if (failure != null && !this.failing) {
			logger.warn("The elections of {} fail, and are tried again. {}", groups(), failure.getMessage());
		}
		else if (failure == null && this.failing) {
			logger.info("The elections of {} can be held again", groups());
		}
		this.failing = failure != null;
	}

	void standDown(String group) {
		Candidacy candidacy = this.candidacies.get(group);
		if (candidacy != null && candidacy.isLeader()) {
			resign(candidacy);
		}
	}

	/** The others hear of it only after those who rely on it here. */
	private void resign(Candidacy candidacy) {
		if (candidacy.resign(this.rest.get())) {
			this.announcements.awaitHeard(HEARING);
		}
		this.turns.lock();
		try {
			candidacy.withdraw();
		}
		finally {
			this.turns.unlock();
		}
	}

	boolean isLeader(String group) {
		Candidacy candidacy = this.candidacies.get(group);
		return candidacy != null && candidacy.isLeader();
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

	/**
	 * Gives all leaderships up, but goes on wanting them; gives up at the first call that
	 * the store does not answer.
	 */
	synchronized void stop(Duration patience) {
		if (this.rounds == null) {
			return;
		}
		this.rounds.stop(patience);
		this.rounds = null;
		boolean led = false;
		for (Candidacy candidacy : this.candidacies.values()) {
			led |= candidacy.resign(Duration.ZERO);
		}
		if (led) {
			this.announcements.awaitHeard(HEARING);
		}
		try {
			this.candidacies.values().forEach(Candidacy::withdraw);
		}
		catch (ServiceGroupException ex) {
			logger.warn("Could not give the leadership of {} up; it ends with its timeout. {}", groups(),
					ex.getMessage());
		}
	}

	boolean isFailing() {
		return this.failing;
	}

	@Override
	public void close() {
		this.announcements.close();
	}

}
