package io.servicegroup.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ModelDrivers;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.membership.ModelMember;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.coordination.ManagedCoordinator;
import io.servicegroup.tooz.coordination.ModelCoordinators;

/**
 * A simulated process with one member. It uses the real classes of
 * {@code LiveServiceGroupAPI}; the timeline replaces their threads.
 */
final class Process extends ProcessLife {

	private final World world;

	private final String id;

	private final String name;

	private final SimulatedBackend backend;

	private final ServiceGroupDriver driver;

	private final ModelMember member;

	private final Map<String, Observer> observers = new TreeMap<>();

	/** The groups in which the member should be registered, with its capabilities. */
	private final Map<String, Map<String, ?>> wanted = new TreeMap<>();

	/** The groups that the member has left. */
	private final TreeSet<String> left = new TreeSet<>();

	private Long lastGood;

	/** The group of the join in progress. */
	private String joining;

	private int beating;

	private boolean stopped;

	Process(World world, String id, int number) {
		super(world);
		this.world = world;
		this.id = id;
		this.name = id + "#" + number;
		this.backend = new SimulatedBackend(world, this, number);
		ManagedCoordinator coordinator = ModelCoordinators.over(new SimulatedType(), () -> this.backend, id, world::now,
				(action) -> world.in(0, client(), () -> attempt(action)));
		this.driver = ModelDrivers.over(coordinator);
		this.member = new ModelMember(this.driver, world::now, world.clock());
		disturbed();
		if (world.hasSessions()) {
			world.in(0, client(), this::ping);
		}
	}

	private void ping() {
		this.backend.ping();
		this.world.in(World.TIMEOUT.toNanos() / 4, client(), this::ping);
	}

	String id() {
		return this.id;
	}

	ModelMember member() {
		return this.member;
	}

	SimulatedBackend backend() {
		return this.backend;
	}

	Map<String, Map<String, ?>> wanted() {
		return this.wanted;
	}

	TreeSet<String> left() {
		return this.left;
	}

	Map<String, Observer> observers() {
		return this.observers;
	}

	/** Starts like an application: requests its memberships and starts the heartbeat. */
	void start(Map<String, Map<String, ?>> groups, boolean candidate) {
		groups.forEach((group, capabilities) -> {
			this.member.want(group, capabilities);
			this.wanted.put(group, capabilities);
			follow(group);
		});
		if (candidate) {
			this.member.joinElection(World.GROUPS.get(0));
		}
		startHeart();
		if (candidate) {
			this.world.in(0, heart(), () -> elect(this.beating));
		}
	}

	private void follow(String group) {
		this.observers.computeIfAbsent(group, (id) -> new Observer(this.world, this, this.member, id, views()));
	}

	private void startHeart() {
		this.stopped = false;
		int generation = ++this.beating;
		this.world.in(0, heart(), () -> beat(generation));
	}

	/**
	 * Sends heartbeats like {@code Heart}: a failed one is retried after a fifth of the
	 * interval.
	 */
	private void beat(int generation) {
		if (generation != this.beating) {
			return;
		}
		long due = this.world.now() + World.HEARTBEAT.toNanos();
		if (!attempt(this.stopped ? this.member::lastBeat : this::goodBeat)) {
			due = this.world.now() + World.HEARTBEAT.toNanos() / 5 * (75 + this.world.random(26)) / 100;
		}
		this.world.in(due - this.world.now(), heart(), () -> beat(generation));
	}

	private void goodBeat() {
		this.member.beat();
		this.lastGood = this.world.now();
	}

	private void elect(int generation) {
		if (generation == this.beating && !this.stopped) {
			attempt(this.member::elect);
			this.world.in(World.TIMEOUT.toNanos() / 6, heart(), () -> elect(generation));
		}
	}

	/** Runs an action, and returns whether it succeeded. An exception ends no thread. */
	private boolean attempt(Runnable action) {
		try {
			action.run();
			return true;
		}
		catch (KilledProcess | CoordinationException ex) {
			return false;
		}
	}

	/** Runs an action of the application, one at a time. */
	void does(String what, Runnable action) {
		this.world.in(0, heart(), () -> {
			if (!this.stopped) {
				this.world.note(this, what);
				attempt(action);
			}
		});
	}

	void join(String group, Map<String, ?> capabilities) {
		if (this.wanted.containsKey(group)) {
			return;
		}
		follow(group);
		this.joining = group;
		try {
			this.member.join(group, capabilities);
		}
		catch (ServiceGroupUnavailableException ex) {
			// A heartbeat retries the join.
		}
		finally {
			this.joining = null;
		}
		this.wanted.put(group, capabilities);
		this.left.remove(group);
	}

	void leave(String group) {
		if (this.wanted.remove(group) != null) {
			this.left.add(group);
			this.member.leave(group);
		}
	}

	void update(String group, Map<String, ?> capabilities) {
		if (this.wanted.containsKey(group)) {
			this.wanted.put(group, capabilities);
			this.member.updateCapabilities(group, capabilities);
		}
	}

	/**
	 * Stops like {@code LiveServiceGroupAPI#stop}: leaves all groups, and keeps locks.
	 */
	void stop() {
		this.beating++;
		this.stopped = true;
		this.left.addAll(this.wanted.keySet());
		attempt(this.member::resign);
		attempt(this.member::leaveAll);
		int generation = this.beating;
		this.world.in(0, heart(), () -> beat(generation));
	}

	/** Starts a stopped process again. */
	void startAgain() {
		this.left.removeAll(this.wanted.keySet());
		disturbed();
		this.member.resume();
		startHeart();
		int generation = this.beating;
		this.world.in(0, heart(), () -> elect(generation));
	}

	void close() {
		this.beating++;
		attempt(this.driver::close);
		end();
	}

	boolean isStopped() {
		return this.stopped;
	}

	Long lastGood() {
		return this.lastGood;
	}

	void entered(String group) {
		this.world.rules().mayEnter(this, group);
	}

	void watches(String group, Runnable lookAgain) {
		this.observers.get(group).watched(lookAgain);
	}

	boolean mayEnter(String group) {
		return !this.stopped && (this.wanted.containsKey(group) || group.equals(this.joining));
	}

	@Override
	public String toString() {
		return this.name;
	}

}
