package io.servicegroup.tooz.database;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * A backend for locks and leaders over a database. Each lock that is held has a session
 * of its own. All contenders that wait share another one, which also reads leaders, so
 * that neither delays the heartbeat on its session.
 */
final class DatabaseBackend implements Backend {

	private static final String PING = "select 1";

	private final String memberId;

	private final Duration timeout;

	private final Sessions sessions;

	private final SharedSession heart;

	private final SharedSession tries;

	private final @Nullable SessionReleases releases;

	DatabaseBackend(Database database, DatabaseUrl url, DatabaseErrors errors, String memberId) {
		this.memberId = memberId;
		this.timeout = url.timeout();
		this.sessions = new Sessions(database, errors);
		this.heart = new SharedSession(this.sessions, url.deadline());
		this.tries = new SharedSession(this.sessions, url.deadline());
		ReleaseReports reports = database.reports();
		this.releases = (reports != null) ? new SessionReleases(this.sessions, reports, this.timeout) : null;
	}

	@Override
	public void connect() {
		this.heart.query(PING);
	}

	@Override
	public Duration membershipTimeout() {
		return this.timeout;
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		this.tries.closeUnlessUsed();
		this.heart.query(PING);
		return Set.of();
	}

	@Override
	public LockContender lock(String name) {
		return new SessionLock(this.sessions, this.tries, this.releases, name, this.timeout);
	}

	@Override
	public LockContender leaderLock(String group) {
		return new SessionLock(this.sessions, this.tries, this.releases, leaderLockName(group), this.timeout);
	}

	/**
	 * Returns the name of the lock that a group's leader holds. tooz has no leaders in
	 * databases; the name is that of its Redis driver.
	 */
	static String leaderLockName(String group) {
		return "leader_of_" + group;
	}

	@Override
	public Optional<Leader> leader(String group) {
		Database database = this.sessions.database();
		@Nullable Object[] row = this.tries.query(database.statements().holder(), database.key(leaderLockName(group)));
		if (row.length == 0 || !(row[0] instanceof Number number)) {
			return Optional.empty();
		}
		return Optional
			.of(new Leader(this.sessions.isHolding(number.longValue()) ? this.memberId : SessionNames.member(row[1])));
	}

	@Override
	public void close() {
		if (this.releases != null) {
			this.releases.close();
		}
		this.sessions.close();
	}

}
