package io.servicegroup.tooz.database;

import java.time.Duration;
import java.util.Arrays;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.format.Printable;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A contender for a lock. All contenders of a backend try on one session. The session of
 * a successful try becomes that of the lock; the server frees the lock when it ends. The
 * release gives the session back for later tries.
 */
final class SessionLock implements LockContender {

	private static final Logger logger = LoggerFactory.getLogger(SessionLock.class);

	/** The time between two looks at the socket. */
	private static final Duration LOSS_CHECK_INTERVAL = Duration.ofMillis(100);

	private final Sessions sessions;

	private final SharedSession tries;

	private final String name;

	private final Duration timeout;

	private final @Nullable SessionReleases releases;

	private final Database.LockStatements statements;

	private final Object[] key;

	/** The session that holds the lock, or {@code null}. */
	private volatile @Nullable Session session;

	/** The fencing token, or 0 if the lock was not acquired. */
	private volatile long token;

	SessionLock(Sessions sessions, SharedSession tries, @Nullable SessionReleases releases, String name,
			Duration timeout) {
		this.releases = releases;
		this.sessions = sessions;
		this.tries = tries;
		this.name = name;
		this.timeout = timeout;
		this.statements = sessions.database().statements();
		this.key = sessions.database().key(name);
	}

	@Override
	public synchronized boolean tryAcquire(boolean shared) {
		this.session = this.tries.take((one) -> {
			@Nullable Object[] row = one.query(this.statements.acquire(), this.key);
			if (!(row[0] instanceof Number fencingToken) || !(row[1] instanceof Number number)) {
				return false;
			}
			this.token = fencingToken.longValue();
			this.sessions.markHolding(one, number.longValue());
			return true;
		});
		return this.session != null;
	}

	@Override
	public @Nullable Registration onReleased(Runnable wake) {
		return (this.releases != null) ? this.releases.register(this.key, wake) : null;
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
		Session own = this.session;
		try {
			return own != null && isOne(own.query(this.statements.holds(), this.key));
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
		boolean released = false;
		try {
			@Nullable Object[] row = own.query(this.statements.release(), this.key);
			// A session that did not hold all of the lock is not used again.
			released = isOne(row) && !Arrays.asList(row).contains(false);
			return isOne(row);
		}
		finally {
			this.sessions.markIdle(own);
			if (released) {
				this.tries.giveBack(own);
			}
			else {
				own.close();
			}
		}
	}

	private static boolean isOne(@Nullable Object[] row) {
		return row.length > 0 && row[0] instanceof Number number && number.intValue() == 1;
	}

	@Override
	public Duration lossCheckInterval() {
		return LOSS_CHECK_INTERVAL;
	}

	@Override
	public boolean isVisiblyLost() {
		Session own = this.session;
		return own == null || own.isEnded();
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
