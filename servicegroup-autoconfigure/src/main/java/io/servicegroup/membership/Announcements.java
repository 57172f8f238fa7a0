package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeaderRevokedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.LeadershipListener;
import io.servicegroup.ServiceGroupAPI.Registration;
import io.servicegroup.tooz.IsolatedListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of elections and revocations, by turns for each group, whatever is reported here
 * and how often.
 */
final class Announcements implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Announcements.class);

	private final String memberId;

	private final Clock clock;

	private final List<IsolatedListener<LeadershipEvent>> listeners = new CopyOnWriteArrayList<>();

	/** What was told last of each group that this member leads. */
	private final Map<String, LeaderElectedEvent> led = new TreeMap<>();

	Announcements(String memberId, Clock clock) {
		this.memberId = memberId;
		this.clock = clock;
	}

	synchronized void elected(String group, @Nullable Long fencingToken) {
		if (!this.led.containsKey(group)) {
			LeaderElectedEvent event = new LeaderElectedEvent(group, this.memberId, fencingToken, this.clock.instant());
			this.led.put(group, event);
			logger.info("Member '{}' leads group '{}'", this.memberId, group);
			this.listeners.forEach((listener) -> listener.tell(event));
		}
	}

	synchronized void revoked(String group) {
		LeaderElectedEvent was = this.led.remove(group);
		if (was != null) {
			LeaderRevokedEvent event = new LeaderRevokedEvent(group, this.memberId, was.fencingToken(),
					this.clock.instant());
			logger.info("Member '{}' leads group '{}' no longer", this.memberId, group);
			this.listeners.forEach((listener) -> listener.tell(event));
		}
	}

	synchronized Registration add(LeadershipListener listener) {
		IsolatedListener<LeadershipEvent> isolated = new IsolatedListener<>(listener, listener::onLeadershipEvent);
		this.led.values().forEach(isolated::tell);
		this.listeners.add(isolated);
		return () -> {
			this.listeners.remove(isolated);
			isolated.close();
		};
	}

	/** Has those hear whose threads could not be started. */
	void wake() {
		this.listeners.forEach(IsolatedListener::wake);
	}

	/** Waits until all that was told has been heard, but not for those who hang. */
	void awaitHeard(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		this.listeners.forEach((listener) -> listener.awaitIdle(deadline - System.nanoTime()));
	}

	@Override
	public void close() {
		this.listeners.forEach(IsolatedListener::close);
	}

}
