package io.servicegroup.tooz.etcd;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.CoordinationException;
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
 * A backend over etcd: groups, members and locks are keys. All keys of a member expire
 * with the member's lease, and each lock's key expires with a lease of its own.
 */
final class EtcdBackend implements Backend {

	private static final Logger logger = LoggerFactory.getLogger(EtcdBackend.class);

	private static final Duration WATCH_IDLE_TIMEOUT = Duration.ofMinutes(1);

	private final String memberId;

	private final Duration lockTimeout;

	private final EtcdClient client;

	private final EtcdGroups groups;

	private final EtcdMembership membership;

	private final EtcdRenewals renewals;

	private final EtcdReleases releases;

	private final EtcdIdleLeases idleLeases;

	private final GroupAnnotations annotations;

	private final Set<EtcdWatch> watches = ConcurrentHashMap.newKeySet();

	/** The last watch of each group. */
	private final Map<String, EtcdWatch> groupWatches = new ConcurrentHashMap<>();

	EtcdBackend(ToozUrl url, String memberId) {
		Duration timeout = url.time("timeout", Duration.ofSeconds(30));
		Duration membershipTimeout = url.time("membership_timeout", timeout);
		this.memberId = memberId;
		this.lockTimeout = url.time("lock_timeout", timeout);
		Duration shortest = (this.lockTimeout.compareTo(membershipTimeout) < 0) ? this.lockTimeout : membershipTimeout;
		this.client = new EtcdClient(url, ToozUrl.callTimeout(shortest));
		this.groups = new EtcdGroups(this.client);
		this.renewals = new EtcdRenewals(this.client);
		this.idleLeases = new EtcdIdleLeases(this.client, this.lockTimeout);
		this.releases = new EtcdReleases(this.client, WATCH_IDLE_TIMEOUT);
		this.annotations = new GroupAnnotations(new EtcdAnnotations(this.client), url.callTimeout(shortest));
		this.membership = new EtcdMembership(this.client, memberId, membershipTimeout);
	}

	@Override
	public void connect() {
		try {
			this.groups.ping();
		}
		catch (OperationTimeoutException ex) {
			throw new StoreUnavailableException(ex.getMessage(), ex);
		}
	}

	@Override
	public Duration membershipTimeout() {
		return this.membership.timeout();
	}

	@Override
	public Duration lockTimeout() {
		return this.lockTimeout;
	}

	/**
	 * Creates a contender. As in tooz, the lock's value is the bytes of a random UUID.
	 */
	@Override
	public LockContender lock(String name) {
		UUID uuid = UUID.randomUUID();
		byte[] value = ByteBuffer.allocate(16)
			.putLong(uuid.getMostSignificantBits())
			.putLong(uuid.getLeastSignificantBits())
			.array();
		return new EtcdLock(this.client, this.renewals, this.releases, this.idleLeases, EtcdKeys.lock(name), value);
	}

	@Override
	public LockContender leaderLock(String group) {
		return new EtcdLock(this.client, this.renewals, this.releases, this.idleLeases, EtcdKeys.leader(group),
				EtcdKeys.bytes(this.memberId));
	}

	@Override
	public Optional<Leader> leader(String group) {
		return Optional.ofNullable(EtcdLock.read(this.client, EtcdKeys.leader(group)))
			.map((entry) -> new Leader(EtcdKeys.text(entry.value())));
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
		return this.groups.members(group);
	}

	@Override
	public GroupReader reader(String group) {
		return new EtcdGroupReader(this.client, group, () -> {
			EtcdWatch watch = this.groupWatches.get(group);
			return (watch != null) ? watch.changes() : null;
		}, Clock.systemUTC(), System::nanoTime);
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
			this.groups.ping();
			return Set.of();
		}
		return this.membership.heartbeat(memberships);
	}

	@Override
	public Registration watch(String group, Runnable onChange) {
		EtcdWatch watch = new EtcdWatch(this.client, EtcdKeys.group(group), WATCH_IDLE_TIMEOUT, onChange);
		this.watches.add(watch);
		try {
			watch.start();
			this.groupWatches.put(group, watch);
		}
		catch (CoordinationException ex) {
			unwatch(watch);
			throw ex;
		}
		return () -> {
			this.groupWatches.remove(group, watch);
			unwatch(watch);
		};
	}

	@Override
	public long silence() {
		return this.client.silence();
	}

	private void unwatch(EtcdWatch watch) {
		this.watches.remove(watch);
		watch.close();
	}

	@Override
	public void close() {
		this.watches.forEach(EtcdWatch::close);
		this.releases.close();
		try {
			// Waiting for a server that did not answer would only delay the shutdown.
			if (this.client.isResponsive()) {
				this.membership.release();
				this.idleLeases.close();
			}
		}
		catch (CoordinationException ex) {
			logger.debug("Release of member '{}' failed: it stays until its lease expires", this.memberId, ex);
		}
		finally {
			this.client.close();
		}
	}

}
