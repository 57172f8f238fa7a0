package io.servicegroup.example;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to hold a lock, which is a key with a time to live. Its value is a random
 * id of this contender and the member's id.
 */
class KvLock implements LockContender {

	private final KvClient client;

	private final String key;

	private final byte[] value;

	private final Duration timeout;

	KvLock(KvClient client, String key, String memberId, Duration timeout) {
		this.client = client;
		this.key = key;
		this.value = (UUID.randomUUID() + " " + memberId).getBytes(StandardCharsets.UTF_8);
		this.timeout = timeout;
	}

	/** Returns the member's id in a key's value, or {@code null} if it has none. */
	static @Nullable String holder(byte[] value) {
		String[] parts = new String(value, StandardCharsets.UTF_8).split(" ", 2);
		return (parts.length == 2) ? parts[1] : null;
	}

	@Override
	public boolean tryAcquire(boolean shared) {
		// If the answer to an earlier try was lost, the key is there, with this value.
		return KvBackend.call(() -> this.client.add(this.key, this.value, this.timeout)) || renew();
	}

	@Override
	public boolean renew() {
		return KvBackend.call(() -> this.client.renew(Map.of(this.key, this.value), this.timeout)).contains(this.key);
	}

	@Override
	public boolean isHeld() {
		return Arrays.equals(KvBackend.call(() -> this.client.get(this.key)), this.value);
	}

	@Override
	public boolean release() {
		return KvBackend.call(() -> this.client.remove(this.key, this.value));
	}

	@Override
	public Duration timeToLive() {
		return this.timeout;
	}

}
