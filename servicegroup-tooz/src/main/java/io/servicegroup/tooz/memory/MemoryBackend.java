package io.servicegroup.tooz.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.memory.MemoryData.Group;
import io.servicegroup.tooz.memory.MemoryData.Member;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.GroupAnnotations;
import io.servicegroup.tooz.spi.GroupReader;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend of one member over a {@link MemoryStore}. Each method is one call to the
 * store, so it is atomic.
 */
final class MemoryBackend implements Backend {

	private static final Logger logger = LoggerFactory.getLogger(MemoryBackend.class);

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	private final String memberId;

	private final MemoryConnection connection;

	/**
	 * Keeps this member's entries alive, and identifies them as entries of this instance.
	 */
	private final MemoryLease lease;

	private final Duration lockTimeout;

	private final GroupAnnotations annotations;

	MemoryBackend(ToozUrl url, String memberId) {
		Duration timeout = url.time("timeout", DEFAULT_TIMEOUT);
		this.memberId = memberId;
		this.lease = new MemoryLease(memberId, url.time("membership_timeout", timeout));
		this.lockTimeout = url.time("lock_timeout", timeout);
		boolean lockTimeoutIsShorter = this.lockTimeout.compareTo(membershipTimeout()) < 0;
		Duration callTimeout = ToozUrl.callTimeout(lockTimeoutIsShorter ? this.lockTimeout : membershipTimeout());
		this.connection = new MemoryConnection(MemoryStore.named(url.hosts().get(0).name()), memberId, callTimeout);
		this.annotations = new GroupAnnotations(new MemoryAnnotations(this.connection), callTimeout);
	}

	@Override
	public void connect() {
		try {
			ping();
		}
		catch (OperationTimeoutException ex) {
			throw new StoreUnavailableException(ex.getMessage(), ex);
		}
	}

	private void ping() {
		this.connection.read(MemoryData::changes);
	}

	@Override
	public Duration membershipTimeout() {
		return this.lease.timeout();
	}

	@Override
	public Duration lockTimeout() {
		return this.lockTimeout;
	}

	@Override
	public Set<String> groups() {
		return this.connection.read((data) -> Set.copyOf(data.groups().keySet()));
	}

	@Override
	public void createGroup(String group) {
		this.connection.write((data) -> {
			if (data.groups().putIfAbsent(group, new Group()) != null) {
				throw new GroupAlreadyExistsException(group);
			}
			data.changed(group);
			return true;
		});
	}

	@Override
	public void deleteGroup(String group) {
		this.connection.write((data) -> {
			if (!data.group(group).members.isEmpty()) {
				throw new GroupNotEmptyException(group);
			}
			data.groups().remove(group);
			data.changed(group);
			return true;
		});
	}

	@Override
	public void join(String group, byte[] capabilities) {
		this.connection.write((data) -> {
			Map<String, Member> members = data.group(group).members;
			Member present = members.get(this.memberId);
			requireOwn(group, present);
			Instant joinedAt = (present != null) ? present.joinedAt() : data.now();
			members.put(this.memberId, new Member(capabilities.clone(), this.lease, joinedAt));
			this.lease.renew(data.now());
			data.changed(group);
			return true;
		});
	}

	private void requireOwn(String group, @Nullable Member present) {
		if (present != null && present.lease() != this.lease) {
			throw new MemberAlreadyExistsException(group, this.memberId);
		}
	}

	@Override
	public void leave(String group) {
		remove(group, false);
	}

	@Override
	public void evict(String group) {
		remove(group, true);
	}

	private void remove(String group, boolean ofAnyProcess) {
		this.connection.write((data) -> {
			Map<String, Member> members = data.group(group).members;
			Member present = members.get(this.memberId);
			if (present == null || (!ofAnyProcess && present.lease() != this.lease)) {
				throw new MemberNotJoinedException(group, this.memberId);
			}
			data.group(group).remove(this.memberId, Departure.LEFT);
			data.changed(group);
			return true;
		});
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return this.connection.read((data) -> {
			Map<String, StoredMember> members = new LinkedHashMap<>();
			data.group(group).members.forEach((id, member) -> members.put(id, MemoryGroupReader.stored(member)));
			return members;
		});
	}

	@Override
	public Map<String, Departure> departures(String group, Set<String> members) {
		return this.connection.read((data) -> {
			Map<String, Departure> departures = new LinkedHashMap<>(data.group(group).departures);
			departures.keySet().retainAll(members);
			return departures;
		});
	}

	@Override
	public Set<String> memberIds(String group) {
		return this.connection.read((data) -> new LinkedHashSet<>(data.group(group).members.keySet()));
	}

	@Override
	public GroupReader reader(String group) {
		return new MemoryGroupReader(this.connection, this.annotations, group);
	}

	@Override
	public GroupAnnotations annotations() {
		return this.annotations;
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		if (memberships.isEmpty()) {
			ping();
			return Set.of();
		}
		return this.connection.write((data) -> {
			Set<String> lost = new LinkedHashSet<>();
			memberships.forEach((id, capabilities) -> {
				Group group = data.groups().get(id);
				Member present = (group != null) ? group.members.get(this.memberId) : null;
				requireOwn(id, present);
				if (present == null || !Arrays.equals(present.capabilities(), capabilities)) {
					lost.add(id);
				}
			});
			this.lease.renew(data.now());
			return lost;
		});
	}

	@Override
	public LockContender lock(String name) {
		return new MemoryLock(this.connection, "lock/" + name, this.lockTimeout);
	}

	@Override
	public LockContender leaderLock(String group) {
		return new MemoryLock(this.connection, leaderKey(group), this.lockTimeout);
	}

	private static String leaderKey(String group) {
		return "leader/" + group;
	}

	@Override
	public Optional<Leader> leader(String group) {
		return this.connection.read((data) -> data.holds(leaderKey(group))
			.stream()
			.map((hold) -> new Leader(hold.lease().memberId()))
			.findFirst());
	}

	@Override
	public Registration watch(String group, Runnable lookAgain) {
		return this.connection.watch(group, lookAgain);
	}

	@Override
	public void close() {
		this.connection.closeWatches();
		try {
			this.connection.write((data) -> {
				data.remove((owner) -> owner == this.lease, Departure.LEFT);
				return true;
			});
		}
		catch (CoordinationException ex) {
			logger.debug("Removal of member '{}' failed: its memberships and locks end with their timeouts",
					this.memberId, ex);
		}
	}

}
