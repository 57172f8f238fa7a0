package io.servicegroup.tooz.database;

import java.time.Duration;

import io.servicegroup.tooz.LockContender;
import io.servicegroup.tooz.ToozError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock that the server keeps for a session of its own, and frees with it. The session
 * stays open while somebody waits for the lock.
 */
final class SessionLock implements LockContender {

	private static final Logger logger = LoggerFactory.getLogger(SessionLock.class);

	private final Sessions sessions;

	private final String name;

	private final boolean leading;

	private final Duration timeout;

	private final LockStatements statements;

	private final Object[] key;

	private @Nullable Session session;

	/** Or 0, if the lock was not acquired. */
	private volatile long token;

	SessionLock(Sessions sessions, String name, boolean leading, Duration timeout) {
		this.sessions = sessions;
		this.name = name;
		this.leading = leading;
		this.timeout = timeout;
		this.statements = sessions.database().statements();
		this.key = sessions.database().key(name);
	}

	@Override
	public synchronized boolean tryAcquire(boolean shared) {
		Session own = (this.session != null) ? this.session : this.sessions.open(this.leading);
		this.session = own;
		try {
			@Nullable Object[] row = own.ask(this.statements.acquire(), this.key);
			if (!(row[0] instanceof Number fencingToken) || !(row[1] instanceof Number number)) {
				return false;
			}
			this.token = fencingToken.longValue();
			if (this.leading) {
				this.sessions.leads(own, number.longValue());
			}
			return true;
		}
		catch (ToozError ex) {
			this.session = null;
			throw ex;
		}
	}

	/**
	 * Asking is renewing, as the server counts from the last time it heard of the
	 * session. What keeps it from answering ends the session, and the lock with it.
	 */
	@Override
	public boolean renew() {
		return isHeld();
	}

	@Override
	public synchronized boolean isHeld() {
		try {
			return this.session != null && isOne(this.session.ask(this.statements.holds(), this.key));
		}
		catch (ToozError ex) {
			this.session = null;
			logger.info("The session that held lock '{}' is over: {}", this.name, ex.getMessage());
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
			return this.token != 0 && isOne(own.ask(this.statements.release(), this.key));
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
