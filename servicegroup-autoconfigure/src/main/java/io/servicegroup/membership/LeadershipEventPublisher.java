package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeaderRevokedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.LeadershipListener;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.coordination.LeaderCandidate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes elections and revocations to listeners, each on its own thread. A new
 * listener gets an event for each current leadership first. A listener that is more than
 * a thousand events behind, and has not heard of an election that is revoked, hears of
 * neither.
 */
final class LeadershipEventPublisher implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LeadershipEventPublisher.class);

	private final String memberId;

	private final Clock clock;

	private final List<AsyncListener<LeadershipEvent>> listeners = new CopyOnWriteArrayList<>();

	/** The elections that were published, and not yet revoked, by group. */
	private final Map<String, LeaderElectedEvent> current = new TreeMap<>();

	LeadershipEventPublisher(String memberId, Clock clock) {
		this.memberId = memberId;
		this.clock = clock;
	}

	/** Returns the listener for the candidate of a group. */
	LeaderCandidate.Listener of(String group) {
		return new LeaderCandidate.Listener() {

			@Override
			public void elected(OptionalLong fencingToken) {
				publishElected(group, fencingToken);
			}

			@Override
			public void revoked() {
				publishRevoked(group);
			}

		};
	}

	private synchronized void publishElected(String group, OptionalLong fencingToken) {
		LeaderElectedEvent event = new LeaderElectedEvent(group, this.memberId, fencingToken, this.clock.instant());
		this.current.put(group, event);
		logger.info("Member '{}' was elected leader of group '{}'", this.memberId, group);
		this.listeners.forEach((listener) -> listener.enqueue(event));
	}

	private synchronized void publishRevoked(String group) {
		LeaderElectedEvent elected = this.current.remove(group);
		if (elected != null) {
			LeaderRevokedEvent event = new LeaderRevokedEvent(group, this.memberId, elected.fencingToken(),
					this.clock.instant());
			logger.info("Member '{}' is no longer leader of group '{}'", this.memberId, group);
			for (AsyncListener<LeadershipEvent> listener : this.listeners) {
				// So a listener that is blocked has a bounded number of events to come.
				if (!listener.isBehind() || !listener.cancel(elected)) {
					listener.enqueue(event);
				}
			}
		}
	}

	synchronized Registration add(LeadershipListener listener) {
		AsyncListener<LeadershipEvent> isolated = new AsyncListener<>(listener, listener::onLeadershipEvent);
		this.current.values().forEach(isolated::enqueue);
		this.listeners.add(isolated);
		return () -> {
			this.listeners.remove(isolated);
			isolated.close();
		};
	}

	/** Retries the delivery to listeners whose threads could not be started. */
	void wake() {
		this.listeners.forEach(AsyncListener::wake);
	}

	/** Waits until every event was handled, but no longer than the limit. */
	void awaitDelivered(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		this.listeners.forEach((listener) -> listener.awaitIdle(deadline - System.nanoTime()));
	}

	@Override
	public void close() {
		this.listeners.forEach(AsyncListener::close);
	}

}
