package io.servicegroup.tooz.database;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes this process's waiting contenders when the server reports a release of their
 * lock. One session listens while a contender waits, and for some seconds after. A
 * release wakes one contender of each process, as only one can acquire the lock.
 * Thread-safe.
 */
final class SessionReleases implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SessionReleases.class);

	private static final Duration IDLE = Duration.ofSeconds(2);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	/** The time for which a session that has ended is not replaced. */
	private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

	private final Sessions sessions;

	private final ReleaseReports reports;

	/** The longest wait for a report, so that the session runs a statement in time. */
	private final Duration wait;

	private final Map<String, Deque<Runnable>> waiting = new HashMap<>();

	private final ScheduledThreadPoolExecutor thread;

	private boolean listening;

	private long lastUse;

	SessionReleases(Sessions sessions, ReleaseReports reports, Duration timeout) {
		this.sessions = sessions;
		this.reports = reports;
		Duration third = timeout.dividedBy(3);
		this.wait = (third.compareTo(LONGEST_WAIT) < 0) ? third : LONGEST_WAIT;
		this.thread = DaemonThreads.timer("servicegroup-releases");
		this.thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
	}

	/**
	 * Registers a waiting contender. Does not wait for the server.
	 * @param key the lock's key
	 * @param wake called when the lock may have been released
	 * @return the registration; closing it does not wait either
	 */
	synchronized Registration register(Object[] key, Runnable wake) {
		String lock = this.reports.lock(key);
		// Another object each time, in case one action is registered twice.
		Runnable contender = wake::run;
		this.waiting.computeIfAbsent(lock, (any) -> new ArrayDeque<>()).add(contender);
		listenAfter(Duration.ZERO);
		return () -> unregister(lock, contender);
	}

	private synchronized void unregister(String lock, Runnable contender) {
		this.lastUse = System.nanoTime();
		this.waiting.computeIfPresent(lock, (any, contenders) -> {
			contenders.remove(contender);
			return contenders.isEmpty() ? null : contenders;
		});
	}

	private synchronized void listenAfter(Duration pause) {
		if (!this.listening && !this.waiting.isEmpty()) {
			this.listening = true;
			try {
				Future<?> unused = this.thread.schedule(this::listen, pause.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (Error ex) {
				this.listening = false;
				logger.debug("Thread cannot be started: contenders poll", ex);
			}
		}
	}

	private void listen() {
		try (Session session = this.sessions.open()) {
			report(session, Duration.ofMillis(1));
			wakeAll();
			while (isNeeded()) {
				report(session, this.wait);
			}
		}
		catch (CoordinationException ex) {
			logger.debug("The session that listens for releases of locks has ended; waiting contenders poll until "
					+ "another is open", ex);
			stopped();
			listenAfter(RETRY_PAUSE);
		}
		catch (RuntimeException | Error ex) {
			stopped();
			throw ex;
		}
	}

	private void report(Session session, Duration longest) {
		session.call((connection) -> this.reports.await(connection, longest)).forEach(this::wake);
	}

	private synchronized void stopped() {
		this.listening = false;
	}

	private synchronized boolean isNeeded() {
		this.listening = !this.thread.isShutdown()
				&& (!this.waiting.isEmpty() || System.nanoTime() - this.lastUse < IDLE.toNanos());
		return this.listening;
	}

	/** Wakes the contender that has waited longest since it was last woken. */
	private void wake(String lock) {
		Runnable next = next(lock);
		if (next != null) {
			next.run();
		}
	}

	private synchronized @Nullable Runnable next(String lock) {
		Deque<Runnable> contenders = this.waiting.get(lock);
		Runnable next = (contenders != null) ? contenders.poll() : null;
		if (contenders != null && next != null) {
			contenders.add(next);
		}
		return next;
	}

	/** A lock may have been released before the session listened. */
	private synchronized void wakeAll() {
		this.waiting.values().forEach((contenders) -> contenders.forEach(Runnable::run));
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
