package io.servicegroup.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.AnnotationStore;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.GroupAnnotations;
import io.servicegroup.tooz.spi.LockContender;

/**
 * A client of the simulated store. Each call goes through the simulated network.
 */
final class SimulatedBackend implements Backend {

	private final World world;

	private final Process process;

	private final long number;

	/** Its sessions, the current one last, if the store has sessions. */
	private final List<Long> sessions = new ArrayList<>();

	/** The groups that it has joined since it last left them. */
	private final Set<String> entered = new HashSet<>();

	private boolean groupIsAbsent;

	private boolean answered;

	/** The latest listing, or {@code null} if the call failed. */
	private Map<String, SimulatedStore.Entry> listed;

	/** The time of the listing. The reading may end later, because it sets a watch. */
	private long listedAt;

	SimulatedBackend(World world, Process process, long number) {
		this.world = world;
		this.process = process;
		this.number = number;
	}

	String memberId() {
		return this.process.id();
	}

	long number() {
		return this.number;
	}

	List<Long> sessions() {
		return this.sessions;
	}

	Set<String> entered() {
		return this.entered;
	}

	Map<String, SimulatedStore.Entry> listed() {
		return this.listed;
	}

	long listedAt() {
		return this.listedAt;
	}

	/** Whether the group of the latest listing did not exist. */
	boolean groupIsAbsent() {
		return this.groupIsAbsent;
	}

	/** Renews the session, as the client of a store with sessions does. */
	void ping() {
		if (!this.sessions.isEmpty() && this.world.network().reaches(this.process)) {
			this.world.store().sign(this);
			this.world.heardOf(memberId());
		}
	}

	@Override
	public void connect() {
		this.world.network().call(this.process, "connects", () -> {
			if (this.world.hasSessions()) {
				this.world.store().sign(this);
			}
			return true;
		});
	}

	@Override
	public Duration membershipTimeout() {
		return World.TIMEOUT;
	}

	@Override
	public LockContender lock(String name) {
		throw new UnsupportedOperationException("The model only has leader locks");
	}

	@Override
	public LockContender leaderLock(String group) {
		return new SimulatedLeaderLock(this.world, this.process, this, group);
	}

	@Override
	public Optional<Leader> leader(String group) {
		return this.world.network()
			.call(this.process, "asks for the leader of " + group, () -> this.world.store().leader(group))
			.map(Leader::new);
	}

	@Override
	public Set<String> groups() {
		return this.world.network().call(this.process, "lists the groups", () -> this.world.store().groups());
	}

	@Override
	public void createGroup(String group) {
		this.world.network().call(this.process, "creates " + group, () -> {
			this.world.store().create(group);
			return true;
		});
	}

	@Override
	public void join(String group, byte[] capabilities) {
		this.world.network().call(this.process, "joins " + group, () -> {
			this.world.store().join(this, group, capabilities);
			this.entered.add(group);
			this.process.entered(group);
			return true;
		});
	}

	@Override
	public GroupAnnotations annotations() {
		return new GroupAnnotations(new NoOperators(), World.TIMEOUT);
	}

	@Override
	public void leave(String group) {
		this.world.network().call(this.process, "leaves " + group, () -> {
			this.entered.remove(group);
			this.world.store().leave(this, group);
			return true;
		});
	}

	@Override
	public void evict(String group) {
		this.world.network().call(this.process, "evicts itself from " + group, () -> {
			this.world.evicts(this, group);
			this.world.store().evict(this, group);
			return true;
		});
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		this.listed = null;
		this.answered = false;
		this.groupIsAbsent = false;
		Map<String, StoredMember> members = new TreeMap<>();
		Map<String, SimulatedStore.Entry> entries = listing(group);
		entries.forEach((id, entry) -> members.put(id, new StoredMember(entry.capabilities(), null, Instant.EPOCH)));
		this.listed = this.answered ? entries : null;
		this.listedAt = this.world.now();
		return members;
	}

	private Map<String, SimulatedStore.Entry> listing(String group) {
		try {
			return this.world.network().call(this.process, "lists " + group, () -> {
				this.groupIsAbsent = !this.world.store().groups().contains(group);
				Map<String, SimulatedStore.Entry> now = this.world.store().members(group);
				this.world.rules().noGhosts(now);
				this.answered = true;
				return now;
			});
		}
		catch (StoreUnavailableException ex) {
			this.answered = false;
			if (this.world.hidesTrouble()) {
				return Map.of();
			}
			throw ex;
		}
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		return this.world.network()
			.call(this.process, "beats for " + new TreeMap<>(memberships).keySet(),
					() -> this.world.store().beat(this, memberships));
	}

	@Override
	public Registration watch(String group, Runnable lookAgain) {
		this.world.network().call(this.process, "watches " + group, () -> {
			this.process.watches(group, lookAgain);
			return true;
		});
		return () -> this.process.watches(group, () -> {
		});
	}

	@Override
	public void close() {
		if (this.world.network().reaches(this.process)) {
			this.world.store().unsign(this);
		}
	}

	/** Annotations are not part of the model. */
	private static final class NoOperators implements AnnotationStore {

		@Override
		public byte[] read(String group) {
			return NOTHING;
		}

		@Override
		public boolean replace(String group, byte[] was, byte[] now) {
			throw new UnsupportedOperationException();
		}

	}

}
