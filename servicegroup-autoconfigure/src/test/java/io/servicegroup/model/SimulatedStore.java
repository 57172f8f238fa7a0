package io.servicegroup.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;

/**
 * Groups, members and leaders in memory. Each operation is atomic. Subclasses decide
 * which members are alive.
 */
abstract class SimulatedStore {

	private final Map<String, Map<String, Entry>> groups = new TreeMap<>();

	private final Map<String, Hold> leaders = new TreeMap<>();

	private final Consumer<String> changed;

	/** Increases even if the store loses its data, like the server's time. */
	private long tokens;

	SimulatedStore(Consumer<String> changed) {
		this.changed = changed;
	}

	/** Whether the store lists the entry. */
	abstract boolean lives(String member, Entry entry);

	/** Whether another live process holds the client's id. */
	abstract boolean isForeign(SimulatedBackend client, String group);

	/** Records that the client is alive. */
	abstract void sign(SimulatedBackend client);

	/**
	 * Called for any call of a client; keeps its session alive, if there are sessions.
	 */
	abstract void touch(SimulatedBackend client);

	/** Removes the record that the client is alive. */
	abstract void unsign(SimulatedBackend client);

	/** Returns the owner of this client's entries. */
	abstract long owner(SimulatedBackend client);

	/** Removes the records of all clients. */
	abstract void forgetSigns();

	/** Whether a heartbeat reports that the client's membership of the group is lost. */
	abstract boolean isLost(SimulatedBackend client, String group, byte[] capabilities);

	/** Whether a leadership has not expired. */
	abstract boolean holds(Hold hold);

	void create(String group) {
		if (this.groups.putIfAbsent(group, new TreeMap<>()) != null) {
			throw new GroupAlreadyExistsException(group);
		}
		this.changed.accept(group);
	}

	private Map<String, Entry> require(String group) {
		Map<String, Entry> entries = this.groups.get(group);
		if (entries == null) {
			throw new GroupNotFoundException(group);
		}
		return entries;
	}

	Optional<Entry> entry(String group, String member) {
		return Optional.ofNullable(this.groups.get(group))
			.map((entries) -> entries.get(member))
			.filter((entry) -> lives(member, entry));
	}

	void join(SimulatedBackend client, String group, byte[] capabilities) {
		Map<String, Entry> entries = require(group);
		requireOwn(client, group);
		sign(client);
		entries.put(client.memberId(), new Entry(capabilities, owner(client), client));
		this.changed.accept(group);
	}

	private void requireOwn(SimulatedBackend client, String group) {
		if (isForeign(client, group)) {
			throw new MemberAlreadyExistsException(group, client.memberId());
		}
	}

	/** Also removes an entry whose owner has expired. */
	void leave(SimulatedBackend client, String group) {
		Map<String, Entry> entries = require(group);
		if (isForeign(client, group) || entries.remove(client.memberId()) == null) {
			throw new MemberNotJoinedException(group, client.memberId());
		}
		this.changed.accept(group);
	}

	void evict(SimulatedBackend client, String group) {
		if (require(group).remove(client.memberId()) == null) {
			throw new MemberNotJoinedException(group, client.memberId());
		}
		this.changed.accept(group);
	}

	Map<String, Entry> members(String group) {
		Map<String, Entry> entries = require(group);
		if (entries.entrySet().removeIf((entry) -> !lives(entry.getKey(), entry.getValue()))) {
			this.changed.accept(group);
		}
		return new TreeMap<>(entries);
	}

	Set<String> beat(SimulatedBackend client, Map<String, byte[]> memberships) {
		Set<String> lost = new TreeSet<>();
		new TreeMap<>(memberships).forEach((group, capabilities) -> {
			if (isLost(client, group, capabilities)) {
				lost.add(group);
			}
		});
		if (lost.isEmpty()) {
			memberships.keySet().stream().sorted().forEach((group) -> requireOwn(client, group));
		}
		if (!memberships.isEmpty()) {
			sign(client);
		}
		return lost;
	}

	Set<String> groups() {
		return this.groups.keySet();
	}

	/** Loses the groups, and on request the records of live clients. */
	void wipe(boolean signs) {
		this.groups.clear();
		this.leaders.clear();
		if (signs) {
			forgetSigns();
		}
	}

	void loseGroup(String group) {
		this.groups.remove(group);
	}

	void loseEntry(String group, String member) {
		Map<String, Entry> entries = this.groups.get(group);
		if (entries != null && entries.remove(member) != null) {
			this.changed.accept(group);
		}
	}

	long acquireLead(SimulatedBackend client, String group, Object contender, long until) {
		require(group);
		Hold hold = this.leaders.get(group);
		if (hold != null && holds(hold) && hold.contender != contender) {
			return 0;
		}
		touch(client);
		this.leaders.put(group, new Hold(contender, owner(client), until, client.memberId()));
		return ++this.tokens;
	}

	boolean renewLead(SimulatedBackend client, String group, Object contender, long until) {
		Hold hold = this.leaders.get(group);
		if (hold == null || !holds(hold) || hold.contender != contender) {
			return false;
		}
		touch(client);
		this.leaders.put(group, new Hold(contender, hold.owner, until, client.memberId()));
		return true;
	}

	boolean releaseLead(String group, Object contender) {
		Hold hold = this.leaders.get(group);
		if (hold == null || hold.contender != contender) {
			return false;
		}
		this.leaders.remove(group);
		return holds(hold);
	}

	Optional<String> leader(String group) {
		return Optional.ofNullable(this.leaders.get(group)).filter(this::holds).map(Hold::member);
	}

	/** A member's record, its owner and its writer. */
	record Entry(byte[] capabilities, long owner, SimulatedBackend writer) {

		boolean has(byte[] other) {
			return Arrays.equals(this.capabilities, other);
		}

		@Override
		public String toString() {
			return Capabilities.decode(this.capabilities) + " by " + this.writer.number();
		}

	}

	/** A leadership. */
	record Hold(Object contender, long owner, long until, String member) {
	}

}
