package io.servicegroup.tooz.database;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.LockContender;
import io.servicegroup.tooz.ToozConnectionError;
import org.jspecify.annotations.Nullable;

/**
 * Locks in a database, each on a session of its own; all other questions go over one that
 * is made again when it is broken.
 */
final class DatabaseBackend implements Backend {

	private static final String PING = "select 1";

	private final String memberId;

	private final Duration timeout;

	private final Sessions sessions;

	private @Nullable Session main;

	DatabaseBackend(Database database, DatabaseUrl url, DatabaseErrors errors, String memberId) {
		this.memberId = memberId;
		this.timeout = url.timeout();
		this.sessions = new Sessions(database, errors);
	}

	@Override
	public void connect() {
		ask(PING);
	}

	private synchronized @Nullable Object[] ask(String sql, Object... parameters) {
		if (this.main != null) {
			try {
				return this.main.ask(sql, parameters);
			}
			catch (ToozConnectionError ex) {
				// Over since the last call: the server ended it, or was itself restarted.
			}
		}
		this.main = this.sessions.open(false);
		return this.main.ask(sql, parameters);
	}

	@Override
	public Duration membershipTimeout() {
		return this.timeout;
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		ask(PING);
		return Set.of();
	}

	@Override
	public LockContender lock(String name) {
		return new SessionLock(this.sessions, name, false, this.timeout);
	}

	@Override
	public LockContender leaderLock(String group) {
		return new SessionLock(this.sessions, leaderLockName(group), true, this.timeout);
	}

	/**
	 * Beyond tooz, which has no leaders here; the name is the one of its Redis driver.
	 */
	static String leaderLockName(String group) {
		return "leader_of_" + group;
	}

	@Override
	public Optional<Leader> leader(String group) {
		Database database = this.sessions.database();
		@Nullable Object[] row = ask(database.statements().holder(), database.key(leaderLockName(group)));
		if (row.length == 0 || !(row[0] instanceof Number number)) {
			return Optional.empty();
		}
		return Optional
			.of(new Leader(this.sessions.isLeading(number.longValue()) ? this.memberId : SessionNames.member(row[1])));
	}

	@Override
	public void close() {
		this.sessions.close();
	}

}
