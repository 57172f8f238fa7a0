package io.servicegroup.tooz.database;

import java.time.Duration;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.format.Printable;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A contender for a lock. Each contender has its own session, which holds the lock and
 * stays open while the contender waits. The server frees the lock when the session ends.
 */
final class SessionLock implements LockContender {

	private static final Logger logger = LoggerFactory.getLogger(SessionLock.class);

	private final Sessions sessions;

	private final String name;

	private final boolean forLeader;

	private final Duration timeout;

	private final Database.LockStatements statements;

	private final Object[] key;

	private @Nullable Session session;

	/** The fencing token, or 0 if the lock was not acquired. */
	private volatile long token;

	SessionLock(Sessions sessions, String name, boolean forLeader, Duration timeout) {
		this.sessions = sessions;
		this.name = name;
		this.forLeader = forLeader;
		this.timeout = timeout;
		this.statements = sessions.database().statements();
		this.key = sessions.database().key(name);
	}

	@Override
	public synchronized boolean tryAcquire(boolean shared) {
		Session own = (this.session != null) ? this.session : this.sessions.open(this.forLeader);
		this.session = own;
		try {
			@Nullable Object[] row = own.query(this.statements.acquire(), this.key);
			if (!(row[0] instanceof Number fencingToken) || !(row[1] instanceof Number number)) {
				return false;
			}
			this.token = fencingToken.longValue();
			if (this.forLeader) {
				this.sessions.markLeading(own, number.longValue());
			}
			return true;
		}
		catch (CoordinationException ex) {
			this.session = null;
			throw ex;
		}
	}

	/**
	 * Checks the lock, which also renews it: the server's timeout counts from the
	 * session's last statement. If the check fails, the session is closed, and the lock
	 * is lost with it.
	 */
	@Override
	public boolean renew() {
		return isHeld();
	}

	@Override
	public synchronized boolean isHeld() {
		try {
			return this.session != null && isOne(this.session.query(this.statements.holds(), this.key));
		}
		catch (CoordinationException ex) {
			this.session = null;
			logger.info("Session of lock '{}' ended: the lock is lost; the next acquisition opens another session. "
					+ "Cause: {}", this.name, Printable.of(ex.getMessage()));
			return false;
		}
	}

	@Override
	public synchronized boolean release() {
		Session own = this.session;
		this.session = null;
		if (own == null) {
			return false;
		}
		try (own) {
			return this.token != 0 && isOne(own.query(this.statements.release(), this.key));
		}
	}

	private static boolean isOne(@Nullable Object[] row) {
		return row.length > 0 && row[0] instanceof Number number && number.intValue() == 1;
	}

	@Override
	public long fencingToken() {
		return this.token;
	}

	@Override
	public Duration timeToLive() {
		return this.timeout;
	}

}
