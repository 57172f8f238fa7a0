package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.servicegroup.tooz.LockContender;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * A contender for a lock of redis-py's kind: the keys hold the holder's token, and only
 * who knows the token renews or deletes them. It does not queue, and so asks again.
 */
final class RedisLock implements LockContender {

	private final RedisConnector connector;

	private final List<byte[]> keys;

	private final @Nullable String leader;

	private final Duration timeout;

	private final byte[] token = UUID.randomUUID().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);

	private volatile long fencingToken;

	/**
	 * Makes a contender.
	 * @param keys the keys as {@link RedisLockScripts} want them
	 * @param leader the member id to leave in the last key, or {@code null} if this is
	 * about no leadership
	 */
	RedisLock(RedisConnector connector, List<byte[]> keys, @Nullable String leader, Duration timeout) {
		this.connector = connector;
		this.keys = keys;
		this.leader = leader;
		this.timeout = timeout;
	}

	@Override
	public boolean tryAcquire(boolean shared) {
		this.fencingToken = run(RedisLockScripts.ACQUIRE);
		return this.fencingToken != 0;
	}

	@Override
	public boolean renew() {
		return run(RedisLockScripts.RENEW) == 1;
	}

	@Override
	public boolean isHeld() {
		return run(RedisLockScripts.HELD) == 1;
	}

	@Override
	public boolean release() {
		return run(RedisLockScripts.RELEASE) == 1;
	}

	@Override
	public boolean breakHold() {
		return run(RedisLockScripts.BREAK) == 1;
	}

	@Override
	public long fencingToken() {
		return this.fencingToken;
	}

	@Override
	public Duration timeToLive() {
		return this.timeout;
	}

	private long run(RedisScript<Long> script) {
		byte[] ttl = RedisKeys.bytes(Long.toString(this.timeout.toMillis()));
		Stream<byte[]> leaders = Stream.ofNullable(this.leader).map(RedisKeys::bytes);
		return this.connector.run(script, this.keys.get(1), this.keys,
				Stream.concat(Stream.of(this.token, ttl), leaders).toArray());
	}

}
