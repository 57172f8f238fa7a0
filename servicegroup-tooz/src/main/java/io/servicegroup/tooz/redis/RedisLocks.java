package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.format.PythonRepr;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * Creates contenders for locks and leaderships, with their keys, and reads leaders. A
 * leader holds its group's lock. tooz stores only a token there, so a Java leader also
 * writes its token and member id to a second key.
 */
final class RedisLocks {

	private final RedisConnector connector;

	private final String namespace;

	private final String memberId;

	private final Duration timeout;

	private final LockReleases releases;

	RedisLocks(RedisConnector connector, String namespace, String memberId, Duration timeout, LockReleases releases) {
		this.releases = releases;
		this.connector = connector;
		this.namespace = namespace;
		this.memberId = memberId;
		this.timeout = timeout;
	}

	LockContender lock(String name) {
		return contender(keys(name), null);
	}

	LockContender leaderLock(String group) {
		List<byte[]> keys = leaderLockKeys(group);
		keys.add(leaderKey(group));
		return contender(keys, this.memberId);
	}

	/**
	 * The channel begins like those of groups, as the rights of users name these. A group
	 * of the same name is only read once more than necessary.
	 */
	private RedisLock contender(List<byte[]> keys, @Nullable String leaderId) {
		String channel = this.namespace + "_changed:" + RedisKeys.text(keys.get(1));
		return new RedisLock(this.connector, keys, leaderId, this.releases, channel, this.timeout);
	}

	/** Reads the leader. One command reads all keys, so that they are consistent. */
	Optional<Leader> leader(String group) {
		List<byte[]> keys = leaderLockKeys(group);
		keys.set(0, leaderKey(group));
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

	private List<byte[]> leaderLockKeys(String group) {
		return new ArrayList<>(keys("leader_of_" + group));
	}

	/**
	 * Returns the keys of a lock; their values are strings. The first key is not one of
	 * tooz. It holds the lock's last fencing token. The other three keys hold the token
	 * of the lock's holder. Versions of tooz before March 2026 write Python's
	 * {@code repr} of bytes into the key. Its form depends on whether the name was given
	 * as bytes (as for leaders) or as text. Every version of tooz sets one of the three
	 * keys; a Java holder sets all three, and so excludes every version.
	 */
	private List<byte[]> keys(String name) {
		String repr = PythonRepr.ofBytes(this.namespace);
		return List.of(RedisKeys.bytes(this.namespace + "_fencing:" + name),
				RedisKeys.bytes(this.namespace + "_" + name + "_lock"),
				RedisKeys.bytes(repr + "_" + PythonRepr.ofBytes(name) + "_lock"),
				RedisKeys.bytes(repr + "_" + name + "_lock"));
	}

	/**
	 * Returns the key of a string with the leader's token, a space and its member id. It
	 * expires with the leader's lock.
	 */
	private byte[] leaderKey(String group) {
		return RedisKeys.bytes(this.namespace + "_leader:" + group);
	}

	/** Returns whether a lock's key could be the key of another record. */
	static boolean isAmbiguous(String lock) {
		return lock.matches("(?s)(group|beats|holder|leader|fencing):.*");
	}

}
