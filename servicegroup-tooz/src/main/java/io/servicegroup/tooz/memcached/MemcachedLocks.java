package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.format.IdText;
import io.servicegroup.tooz.format.RawMsgpack;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * Creates contenders for locks, and reads leaders: a group's leader holds a lock.
 */
final class MemcachedLocks {

	private final MemcachedCommands commands;

	private final Item owner;

	private final Duration lockTimeout;

	private final Duration leaderTimeout;

	private final Clock clock;

	private final Map<String, MemcachedLock> latest = new ConcurrentHashMap<>();

	MemcachedLocks(MemcachedCommands commands, String memberId, Duration lockTimeout, Duration leaderTimeout,
			Clock clock) {
		this.commands = commands;
		this.owner = Item.raw(memberId);
		this.lockTimeout = lockTimeout;
		this.leaderTimeout = leaderTimeout;
		this.clock = clock;
	}

	LockContender lock(String name) {
		return contender(MemcachedKeys.lock(name), this.lockTimeout);
	}

	LockContender leaderLock(String group) {
		return contender(MemcachedKeys.leader(group), this.leaderTimeout);
	}

	private LockContender contender(String key, Duration timeout) {
		return new MemcachedLock(this.commands, key, this.owner, timeout, this.clock, this.latest);
	}

	Optional<Leader> leader(String group) {
		String key = MemcachedKeys.leader(group);
		return Optional.ofNullable(this.commands.get(List.of(key)).await().get(key)).map(MemcachedLocks::parseLeader);
	}

	/**
	 * Returns the leader whose id is in a lock's item. tooz packs the id of a Python
	 * member with msgpack if the id is a text, not bytes.
	 */
	static Leader parseLeader(Item item) {
		@Nullable String name = switch (item.flags()) {
			case Item.RAW -> IdText.of(item.data());
			case Item.MSGPACK -> RawMsgpack.text(item.data());
			default -> null;
		};
		return (name != null) ? new Leader(name) : Leader.UNKNOWN;
	}

}
