package io.servicegroup.model;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A store like Redis, with a heartbeat key for each member id, which expires.
 */
class ExpiringStore extends SimulatedStore {

	private final LongSupplier now;

	private final long timeout;

	private final Map<String, Sign> signs = new HashMap<>();

	ExpiringStore(LongSupplier now, long timeout, Consumer<String> changed) {
		super(changed);
		this.now = now;
		this.timeout = timeout;
	}

	@Override
	boolean lives(String member, Entry entry) {
		Sign sign = this.signs.get(member);
		return sign != null && sign.until > this.now.getAsLong();
	}

	@Override
	boolean isForeign(SimulatedBackend client, String group) {
		Sign sign = this.signs.get(client.memberId());
		return sign != null && sign.until > this.now.getAsLong() && sign.owner != client.number();
	}

	@Override
	void sign(SimulatedBackend client) {
		this.signs.put(client.memberId(), new Sign(client.number(), this.now.getAsLong() + this.timeout));
	}

	@Override
	void touch(SimulatedBackend client) {
	}

	@Override
	void unsign(SimulatedBackend client) {
		Sign sign = this.signs.get(client.memberId());
		if (sign != null && sign.owner == client.number()) {
			this.signs.remove(client.memberId());
		}
	}

	@Override
	long owner(SimulatedBackend client) {
		return client.number();
	}

	@Override
	void forgetSigns() {
		this.signs.clear();
	}

	/** Detects an entry of another process only by the owner of the heartbeat key. */
	@Override
	boolean isLost(SimulatedBackend client, String group, byte[] capabilities) {
		return !isForeign(client, group)
				&& entry(group, client.memberId()).filter((entry) -> entry.has(capabilities)).isEmpty();
	}

	@Override
	boolean holds(Hold hold) {
		return hold.until() > this.now.getAsLong();
	}

	private record Sign(long owner, long until) {
	}

}
