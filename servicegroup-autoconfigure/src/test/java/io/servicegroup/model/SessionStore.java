package io.servicegroup.model;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A store like ZooKeeper: entries end with their session, which the client keeps alive.
 */
class SessionStore extends SimulatedStore {

	private final LongSupplier now;

	private final long timeout;

	private final Map<Long, Long> sessions = new HashMap<>();

	private long count;

	SessionStore(LongSupplier now, long timeout, Consumer<String> changed) {
		super(changed);
		this.now = now;
		this.timeout = timeout;
	}

	private boolean isOpen(long session) {
		return this.sessions.getOrDefault(session, 0L) > this.now.getAsLong();
	}

	@Override
	boolean lives(String member, Entry entry) {
		return isOpen(entry.owner());
	}

	@Override
	boolean isForeign(SimulatedBackend client, String group) {
		return entry(group, client.memberId()).filter((entry) -> !client.sessions().contains(entry.owner()))
			.isPresent();
	}

	/** Opens a new session if the last one has expired, and renews the session. */
	@Override
	void sign(SimulatedBackend client) {
		if (client.sessions().isEmpty() || !isOpen(owner(client))) {
			client.sessions().add(++this.count);
		}
		this.sessions.put(owner(client), this.now.getAsLong() + this.timeout);
	}

	@Override
	void touch(SimulatedBackend client) {
		sign(client);
	}

	@Override
	void unsign(SimulatedBackend client) {
		client.sessions().forEach(this.sessions::remove);
	}

	@Override
	long owner(SimulatedBackend client) {
		return client.sessions().get(client.sessions().size() - 1);
	}

	@Override
	void forgetSigns() {
		this.sessions.clear();
	}

	/** Compares the session of the node, not its content. */
	@Override
	boolean isLost(SimulatedBackend client, String group, byte[] capabilities) {
		sign(client);
		return !isForeign(client, group)
				&& entry(group, client.memberId()).filter((entry) -> entry.owner() == owner(client)).isEmpty();
	}

	@Override
	boolean holds(Hold hold) {
		return isOpen(hold.owner());
	}

}
