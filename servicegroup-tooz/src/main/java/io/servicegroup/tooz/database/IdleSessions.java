package io.servicegroup.tooz.database;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sessions of released locks for the next ones, as opening a session takes much
 * longer than taking a lock. Closes those that were not used for a while. Thread-safe.
 */
final class IdleSessions {

	private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(2);

	/**
	 * Older sessions are not used again. After a planned fail-over, the former primary
	 * may keep its sessions, and another process would take the same lock on the new one.
	 */
	private static final Duration MAX_AGE = Duration.ofSeconds(10);

	private static final int MAX_SESSIONS = 8;

	private static final ScheduledThreadPoolExecutor TIMER = DaemonThreads.timer("servicegroup-sessions");

	private final Deque<IdleSession> sessions = new ConcurrentLinkedDeque<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	/** Returns the session that was used last, or {@code null} if there is none. */
	@Nullable Session poll() {
		IdleSession last = this.sessions.pollFirst();
		return (last != null) ? last.session() : null;
	}

	/**
	 * Adds the session of a released lock, or closes it if it is old or there are enough
	 * others.
	 */
	void add(Session session) {
		if (this.sessions.size() >= MAX_SESSIONS || session.isOlderThan(MAX_AGE)) {
			session.close();
			return;
		}
		this.sessions.addFirst(new IdleSession(session, System.nanoTime()));
		try {
			schedule();
		}
		catch (Error ex) {
			// No thread could be started.
			this.scheduled.set(false);
			closeAll();
		}
	}

	private void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			Future<?> unused = TIMER.schedule(this::closeUnused, MAX_IDLE_TIME.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void closeUnused() {
		this.scheduled.set(false);
		long now = System.nanoTime();
		for (IdleSession idle : this.sessions) {
			if (now - idle.since() >= MAX_IDLE_TIME.toNanos() && this.sessions.remove(idle)) {
				idle.session().close();
			}
		}
		if (!this.sessions.isEmpty()) {
			schedule();
		}
	}

	void closeAll() {
		for (Session idle = poll(); idle != null; idle = poll()) {
			idle.close();
		}
	}

	/**
	 * A session.
	 *
	 * @param session the session
	 * @param since when it was last used
	 */
	private record IdleSession(Session session, long since) {
	}

}
