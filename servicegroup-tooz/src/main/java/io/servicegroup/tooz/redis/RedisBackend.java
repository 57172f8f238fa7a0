package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.GroupAnnotations;
import io.servicegroup.tooz.spi.GroupReader;
import io.servicegroup.tooz.spi.LockContender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend over Redis: groups are hashes, heartbeats and locks are keys with a time to
 * live, and changes are published.
 */
final class RedisBackend implements Backend {

	private static final Logger logger = LoggerFactory.getLogger(RedisBackend.class);

	private final RedisKeys keys;

	private final Duration timeout;

	private final Duration lockTimeout;

	private final RedisConnector connector;

	/** The connection for heartbeats and locks, which must not wait for readings. */
	private final RedisConnector heart;

	private final RedisGroups groups;

	private final GroupLooks looks;

	private final RedisDepartures departures;

	private final RedisMembership membership;

	private final GroupAnnotations annotations;

	private final RedisWatches watches;

	private final LockReleases releases;

	private final RedisLocks locks;

	RedisBackend(ToozUrl url, String memberId) {
		this.keys = new RedisKeys(RedisUrls.namespace(url));
		Duration defaultTimeout = url.time("timeout", Duration.ofSeconds(30));
		this.timeout = url.time("membership_timeout", defaultTimeout);
		this.lockTimeout = url.time("lock_timeout", defaultTimeout);
		Duration shortest = Collections.min(List.of(this.timeout, this.lockTimeout));
		this.connector = new RedisConnector(url, "servicegroup:" + memberId, shortest, this.timeout);
		this.heart = this.connector.forHeartbeats();
		this.groups = new RedisGroups(this.connector, this.keys);
		this.looks = new GroupLooks(this.connector, this.keys);
		this.departures = new RedisDepartures(this.connector, this.keys);
		this.membership = new RedisMembership(this.heart, this.keys, memberId, this.timeout);
		this.annotations = new GroupAnnotations(this.groups, url.callTimeout(shortest));
		this.watches = new RedisWatches(this.connector);
		this.releases = new LockReleases(this.watches);
		this.locks = new RedisLocks(this.heart, RedisUrls.namespace(url), memberId, this.lockTimeout, this.releases);
	}

	@Override
	public void connect() {
		try {
			this.heart.ping(this.keys.groups());
			this.connector.ping(this.keys.groups());
		}
		catch (OperationTimeoutException ex) {
			throw new StoreUnavailableException(String.valueOf(ex.getMessage()), ex);
		}
	}

	@Override
	public Duration membershipTimeout() {
		return this.timeout;
	}

	@Override
	public Duration lockTimeout() {
		return this.lockTimeout;
	}

	@Override
	public LockContender lock(String name) {
		return this.locks.lock(name);
	}

	@Override
	public LockContender leaderLock(String group) {
		return this.locks.leaderLock(group);
	}

	@Override
	public Optional<Leader> leader(String group) {
		return this.locks.leader(group);
	}

	@Override
	public Set<String> groups() {
		return this.groups.ids();
	}

	@Override
	public void createGroup(String group) {
		this.groups.create(group);
	}

	@Override
	public void deleteGroup(String group) {
		this.groups.delete(group);
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		Map<String, StoredMember> members = this.groups.members(group);
		this.watches.resubscribeIfReconnected();
		return members;
	}

	@Override
	public GroupReader reader(String group) {
		RedisGroupReader reader = new RedisGroupReader(group, this.groups, this.looks, this.connector,
				this.annotations::read);
		return () -> {
			StoredGroup read = reader.read();
			this.watches.resubscribeIfReconnected();
			return read;
		};
	}

	@Override
	public Map<String, Departure> departures(String group, Set<String> members) {
		return this.departures.read(group, members);
	}

	@Override
	public void requireWritable() {
		this.groups.requireWritable();
	}

	@Override
	public void join(String group, byte[] capabilities) {
		this.membership.join(group, capabilities);
	}

	@Override
	public void leave(String group) {
		this.membership.leave(group);
	}

	@Override
	public void evict(String group) {
		this.membership.evict(group);
	}

	@Override
	public GroupAnnotations annotations() {
		return this.annotations;
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		if (memberships.isEmpty()) {
			this.heart.ping(this.keys.groups());
			return Set.of();
		}
		return this.membership.heartbeat(memberships);
	}

	@Override
	public Registration watch(String group, Runnable onChange) {
		return this.watches.watch(this.keys.channel(group), onChange);
	}

	@Override
	public long silence() {
		return this.connector.silence();
	}

	@Override
	public void close() {
		try {
			this.releases.close();
			this.watches.close();
			// Waiting for a server that did not answer would only delay the shutdown.
			if (this.heart.isResponsive()) {
				this.membership.release();
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Release of the member id failed: its heartbeat stays until it expires", ex);
		}
		finally {
			this.heart.close();
			this.connector.close();
		}
	}

}
