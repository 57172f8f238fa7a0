package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * Creates contenders for locks and leaderships, and reads leaders. A leader holds its
 * group's lock. tooz stores only a token there, so a Java leader also writes its token
 * and member id to a second key.
 */
final class RedisLocks {

	private final RedisConnector connector;

	private final RedisLockKeys keys;

	private final String memberId;

	private final Duration timeout;

	RedisLocks(RedisConnector connector, RedisLockKeys keys, String memberId, Duration timeout) {
		this.connector = connector;
		this.keys = keys;
		this.memberId = memberId;
		this.timeout = timeout;
	}

	LockContender lock(String name) {
		return new RedisLock(this.connector, this.keys.lock(name), null, this.timeout);
	}

	LockContender leaderLock(String group) {
		List<byte[]> keys = new ArrayList<>(this.keys.leaderLock(group));
		keys.add(this.keys.leader(group));
		return new RedisLock(this.connector, keys, this.memberId, this.timeout);
	}

	/** Reads the leader. One command reads all keys, so that they are consistent. */
	Optional<Leader> leader(String group) {
		List<byte[]> keys = new ArrayList<>(this.keys.leaderLock(group));
		keys.set(0, this.keys.leader(group));
		List<byte @Nullable []> values = this.connector.values(keys);
		Set<String> tokens = values.stream()
			.skip(1)
			.flatMap(Stream::ofNullable)
			.map(RedisKeys::text)
			.collect(Collectors.toSet());
		return tokens.isEmpty() ? Optional.empty() : Optional.of(toLeader(values.get(0), tokens));
	}

	/**
	 * Returns the id of the leader if it is stored with the lock's token. Otherwise the
	 * id may be a previous leader's, and the leader's is unknown.
	 */
	private static Leader toLeader(byte @Nullable [] tokenAndId, Set<String> tokens) {
		String[] parts = (tokenAndId != null) ? RedisKeys.text(tokenAndId).split(" ", 2) : new String[0];
		return (parts.length == 2 && tokens.equals(Set.of(parts[0]))) ? new Leader(parts[1]) : Leader.UNKNOWN;
	}

}
