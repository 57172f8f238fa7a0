package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * The locks, and the leaders, who hold one each. tooz leaves a token for the leader's
 * name; a leader of this project also leaves its id, beside the token, in a key of its
 * own.
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
		List<byte[]> touched = new ArrayList<>(this.keys.leaderLock(group));
		touched.add(this.keys.leader(group));
		return new RedisLock(this.connector, touched, this.memberId, this.timeout);
	}

	/** Reads all at once, so that name and token are of one moment. */
	Optional<Leader> leader(String group) {
		List<byte[]> asked = new ArrayList<>(this.keys.leaderLock(group));
		asked.set(0, this.keys.leader(group));
		List<byte @Nullable []> found = this.connector.call(asked.get(0),
				(redis) -> redis.opsForValue().multiGet(asked));
		Set<String> tokens = found.stream()
			.skip(1)
			.flatMap(Stream::ofNullable)
			.map(RedisKeys::text)
			.collect(Collectors.toSet());
		return tokens.isEmpty() ? Optional.empty() : Optional.of(named(found.get(0), tokens));
	}

	/** The name may be that of a leader before, whose time was not over yet. */
	private static Leader named(byte @Nullable [] name, Set<String> tokens) {
		String[] parts = (name != null) ? RedisKeys.text(name).split(" ", 2) : new String[0];
		return (parts.length == 2 && tokens.equals(Set.of(parts[0]))) ? new Leader(parts[1]) : Leader.UNKNOWN;
	}

}
