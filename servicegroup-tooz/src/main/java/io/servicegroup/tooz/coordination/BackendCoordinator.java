package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.GroupEvent;
import io.servicegroup.tooz.GroupEvent.LeaderElected;
import io.servicegroup.tooz.GroupEvent.LeaderRevoked;
import io.servicegroup.tooz.GroupEvent.MemberJoinedGroup;
import io.servicegroup.tooz.GroupEvent.MemberLeftGroup;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.Partitioner;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements a coordinator over any backend. Refuses operations that the backend does not
 * support, and delegates the others.
 */
final class BackendCoordinator implements ManagedCoordinator {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final BackendConnection connection;

	private final CoordinationObserver observer;

	private final String memberId;

	private final IdValidator ids;

	private final MembershipReconciler memberships;

	private final GroupWatchers watchers = new GroupWatchers(this::getMembers);

	private final LockManager locks;

	private final Elections elections;

	private final GroupReads reads;

	private final Partitioners partitioners;

	BackendCoordinator(BackendConnection connection, String memberId, IdValidator ids, LockManager locks,
			CoordinationObserver observer) {
		this.observer = observer;
		this.connection = connection;
		this.memberId = memberId;
		this.ids = ids;
		this.locks = locks;
		this.reads = new GroupReads(this::backendFor, connection.type().recordsTimes());
		RestoredMemberships restored = new RestoredMemberships(observer);
		this.memberships = new MembershipReconciler(memberId, connection::connected, restored::add);
		this.partitioners = new Partitioners(this, restored::count);
		this.elections = new Elections(memberId, this::getLeaderLock);
	}

	@Override
	public String memberId() {
		return this.memberId;
	}

	@Override
	public Set<Characteristic> characteristics() {
		return this.connection.type().characteristics();
	}

	@Override
	public Set<Feature> features() {
		return this.connection.type().features();
	}

	@Override
	public void start() {
		this.connection.start();
		this.locks.open();
	}

	@Override
	public boolean isStarted() {
		return this.connection.isStarted();
	}

	@Override
	public void stop() {
		this.connection.requireStarted();
		close();
	}

	@Override
	public void close() {
		this.connection.runLast(this.memberId, this::closeNow);
	}

	private void closeNow() {
		this.partitioners.close();
		try {
			if (isStarted()) {
				this.elections.close();
				leaveAll();
				this.locks.close(ToozUrl.callTimeout(shortestTimeout()));
			}
		}
		catch (CoordinationException ex) {
			logger.debug("Stop of the coordinator failed in part: its entries in the store end with their timeouts",
					ex);
		}
		finally {
			this.locks.forget();
			this.connection.stop();
		}
	}

	/** A group that cannot be left does not prevent the release of the locks. */
	private void leaveAll() {
		try {
			this.memberships.leaveAll();
		}
		catch (CoordinationException ex) {
			if (ex.isStoreWide()) {
				throw ex;
			}
			logger.debug("Leave of a group was refused; the locks are released all the same", ex);
		}
	}

	private void check(Feature feature, String what, String id) {
		this.connection.require(feature);
		this.ids.check(what, id);
	}

	@Override
	public Backend backendFor(String group) {
		check(Feature.GROUPS, "group", group);
		return this.connection.connected();
	}

	@Override
	public void createGroup(String group) {
		backendFor(group).createGroup(group);
	}

	@Override
	public void deleteGroup(String group) {
		backendFor(group).deleteGroup(group);
	}

	@Override
	public Set<String> getGroups() {
		this.connection.require(Feature.GROUPS);
		return this.connection.connected().groups();
	}

	@Override
	public void joinGroup(String group, @Nullable Object capabilities) {
		check(Feature.GROUPS, "group", group);
		this.memberships.join(group, Capabilities.encode(capabilities));
	}

	@Override
	public void joinGroupCreate(String group, @Nullable Object capabilities) {
		try {
			joinGroup(group, capabilities);
		}
		catch (GroupNotFoundException ex) {
			this.memberships.createIfAbsent(group);
			joinGroup(group, capabilities);
		}
	}

	@Override
	public void leaveGroup(String group) {
		check(Feature.GROUPS, "group", group);
		if (!this.memberships.leave(group)) {
			this.connection.connected().evict(group);
		}
	}

	@Override
	public Set<String> getMembers(String group) {
		return this.reads.ids(group);
	}

	@Override
	public Map<String, MemberInfo> getMembersWithCapabilities(String group) {
		return this.reads.members(group);
	}

	@Override
	public String backend() {
		return this.connection.type().schemes().iterator().next();
	}

	@Override
	public void checkGroup(String group) {
		this.ids.check("group", group);
	}

	@Override
	public GroupReading read(String group) {
		return this.reads.read(group);
	}

	@Override
	public Reader reader(String group) {
		return this.reads.reader(group);
	}

	@Override
	public MembershipReconciler memberships() {
		return this.memberships;
	}

	@Override
	public Partitioners partitions() {
		return this.partitioners;
	}

	@Override
	public boolean track(String group, String member) {
		return this.connection.backend().track(group, member);
	}

	@Override
	public long silence() {
		return this.connection.backend().silence();
	}

	@Override
	public boolean knows(String group, String member) {
		return backendFor(group).knows(group, member);
	}

	@Override
	public void updateCapabilities(String group, @Nullable Object capabilities) {
		check(Feature.GROUPS, "group", group);
		if (!this.memberships.update(group, Capabilities.encode(capabilities))) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	@Override
	public Map<String, String> getAnnotations(String group) {
		return this.reads.annotations(group);
	}

	@Override
	public void setAnnotation(String group, String key, @Nullable String text) {
		backendFor(group).annotations().write(group, key, text);
	}

	@Override
	public Duration heartbeat() {
		// A failed heartbeat must not prevent the renewal of the locks.
		try {
			this.memberships.beat();
		}
		finally {
			this.locks.renew();
		}
		return shortestTimeout().dividedBy(3);
	}

	@Override
	public Duration membershipTimeout() {
		return this.connection.backend().membershipTimeout();
	}

	@Override
	public Duration shortestTimeout() {
		return Collections.min(List.of(membershipTimeout(), this.connection.backend().lockTimeout()));
	}

	@Override
	public Registration watch(String group, Runnable lookAgain) {
		return backendFor(group).watch(group, lookAgain);
	}

	@Override
	public void watchJoinGroup(String group, Consumer<? super MemberJoinedGroup> callback) {
		check(Feature.GROUPS, "group", group);
		this.watchers.watchJoin(group, callback);
	}

	@Override
	public void unwatchJoinGroup(String group, Consumer<? super MemberJoinedGroup> callback) {
		this.watchers.unwatchJoin(group, callback);
	}

	@Override
	public void watchLeaveGroup(String group, Consumer<? super MemberLeftGroup> callback) {
		check(Feature.GROUPS, "group", group);
		this.watchers.watchLeave(group, callback);
	}

	@Override
	public void unwatchLeaveGroup(String group, Consumer<? super MemberLeftGroup> callback) {
		this.watchers.unwatchLeave(group, callback);
	}

	@Override
	public void watchElectedAsLeader(String group, Consumer<? super LeaderElected> callback) {
		check(Feature.ELECTION, "group", group);
		this.elections.elected().add(group, callback);
	}

	@Override
	public void unwatchElectedAsLeader(String group, Consumer<? super LeaderElected> callback) {
		this.elections.elected().remove(group, callback);
	}

	@Override
	public void watchRevokedAsLeader(String group, Consumer<? super LeaderRevoked> callback) {
		this.connection.require(Feature.ELECTION);
		this.elections.revoked().add(group, callback);
	}

	@Override
	public void unwatchRevokedAsLeader(String group, Consumer<? super LeaderRevoked> callback) {
		this.elections.revoked().remove(group, callback);
	}

	@Override
	public Partitioner joinPartitionedGroup(String group, int weight, int partitions) {
		return this.partitioners.join(group, weight, partitions);
	}

	@Override
	public void leavePartitionedGroup(Partitioner partitioner) {
		this.partitioners.leave(partitioner);
	}

	@Override
	public List<GroupEvent> runWatchers() {
		List<GroupEvent> events = this.watchers.run(this.partitioners.refresh());
		runElectCoordinator();
		return events;
	}

	@Override
	public void runElectCoordinator() {
		this.elections.run();
	}

	@Override
	public boolean standDownGroupLeader(String group) {
		return this.elections.resign(group);
	}

	@Override
	public boolean isLeader(String group) {
		return this.elections.isLeader(group);
	}

	@Override
	public Optional<Leader> getLeader(String group) {
		check(Feature.LEADER, "group", group);
		return this.connection.connected().leader(group);
	}

	@Override
	public DistributedLock getLock(String name) {
		check(Feature.LOCKS, "lock", name);
		return new DefaultDistributedLock(name, this.connection, (backend) -> backend.lock(name), this.locks,
				this.observer);
	}

	@Override
	public DefaultDistributedLock getLeaderLock(String group) {
		check(Feature.ELECTION, "group", group);
		return new DefaultDistributedLock("leader of " + group, this.connection, (backend) -> backend.leaderLock(group),
				this.locks, CoordinationObserver.NONE);
	}

	@Override
	public void keepLocks() {
		this.locks.renewBy(() -> shortestTimeout().dividedBy(3));
	}

}
