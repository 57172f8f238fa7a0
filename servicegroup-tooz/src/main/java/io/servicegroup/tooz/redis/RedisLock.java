package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.UUID;
import java.util.stream.Stream;

import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * A contender for a lock in the format of redis-py. The lock's keys hold a random token
 * of the holder, and the scripts renew or delete only keys with their own token. There is
 * no queue: a waiting contender tries when a release is published, and polls.
 */
final class RedisLock implements LockContender {

	private final RedisConnector connector;

	private final List<byte[]> keys;

	private final @Nullable String leaderId;

	private final LockReleases releases;

	private final String channel;

	private final Duration timeout;

	private final byte[] token = UUID.randomUUID().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);

	private volatile long fencingToken;

	/**
	 * Creates a contender.
	 * @param keys the keys in the order of {@link RedisLockScripts}
	 * @param leaderId the member id to write to the last key, or {@code null} for a lock
	 * without leadership
	 * @param releases wakes waiting contenders
	 * @param channel the channel on which a release is published
	 * @param timeout the time to live of the lock
	 */
	RedisLock(RedisConnector connector, List<byte[]> keys, @Nullable String leaderId, LockReleases releases,
			String channel, Duration timeout) {
		this.releases = releases;
		this.channel = channel;
		this.connector = connector;
		this.keys = keys;
		this.leaderId = leaderId;
		this.timeout = timeout;
	}

	@Override
	public boolean tryAcquire(boolean shared) {
		this.fencingToken = run(RedisLockScripts.ACQUIRE);
		return this.fencingToken != 0;
	}

	@Override
	public Registration onReleased(Runnable wake) {
		return this.releases.register(this.channel, wake);
	}

	@Override
	public boolean renew() {
		return run(RedisLockScripts.RENEW) == 1;
	}

	@Override
	public BooleanSupplier sendRenewal() {
		Supplier<Long> answer = this.connector.send(RedisLockScripts.RENEW, this.keys.get(1), this.keys, arguments());
		return () -> answer.get() == 1;
	}

	@Override
	public boolean isHeld() {
		return run(RedisLockScripts.IS_HELD) == 1;
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
		return this.connector.run(script, this.keys.get(1), this.keys, arguments());
	}

	private byte[][] arguments() {
		byte[] ttl = RedisKeys.bytes(Long.toString(this.timeout.toMillis()));
		Stream<byte[]> leader = Stream.ofNullable(this.leaderId).map(RedisKeys::bytes);
		return Stream.concat(Stream.of(this.token, ttl, RedisKeys.bytes(this.channel)), leader).toArray(byte[][]::new);
	}

}
