package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.servicegroup.tooz.MemberAlreadyExist;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * This instance's hold on its member id, see {@link RedisKeys#holder}, and what it writes
 * while it has it.
 */
final class RedisMembership {

	private final RedisConnector connector;

	private final RedisKeys keys;

	private final String memberId;

	private final Duration timeout;

	/** Tells this instance from another process under the same id. */
	private final byte[] token = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);

	/** When the last claim that succeeded was sent, by the monotonic clock. */
	private volatile @Nullable Long claimedAt;

	RedisMembership(RedisConnector connector, RedisKeys keys, String memberId, Duration timeout) {
		this.connector = connector;
		this.keys = keys;
		this.memberId = memberId;
		this.timeout = timeout;
	}

	void join(String group, byte[] capabilities) {
		claim(() -> change(RedisScripts.JOIN, group, capabilities));
	}

	void leave(String group) {
		change(RedisScripts.LEAVE, group, new byte[0]);
	}

	void evict(String group) {
		change(RedisScripts.EVICT, group, new byte[0]);
	}

	private boolean change(RedisScript<Long> script, String group, byte[] capabilities) {
		long code = run(script, List.of(group), RedisKeys.bytes(this.keys.channel(group)), capabilities);
		if (code != RedisScripts.OK) {
			throw this.connector.errors().ofCode((int) code, group, this.memberId, this.keys.group(group));
		}
		return true;
	}

	/**
	 * Beats, and looks at the entries.
	 * @param memberships the groups, at least one, with the capabilities
	 * @return those in which the member does not stand, or stands with other ones: a
	 * Python process whose join under this id was refused has written its own
	 */
	Set<String> beat(Map<String, byte[]> memberships) {
		List<String> groups = List.copyOf(memberships.keySet());
		byte[][] capabilities = groups.stream().map(memberships::get).toArray(byte[][]::new);
		return claim(() -> {
			Set<String> lost = new LinkedHashSet<>();
			for (Object number : run(RedisScripts.BEAT, groups, capabilities)) {
				int index = ((Long) number).intValue();
				if (index == RedisScripts.FOREIGN) {
					throw new MemberAlreadyExist(groups.get(0), this.memberId);
				}
				lost.add(groups.get(index));
			}
			return lost;
		});
	}

	/** Takes back the sign of life, unless it is another's. */
	void release() {
		run(RedisScripts.RELEASE, List.of());
	}

	/** Counts from before the call: the server's time to live starts later. */
	private <T> T claim(Supplier<T> call) {
		long sent = System.nanoTime();
		T result = call.get();
		this.claimedAt = sent;
		return result;
	}

	private boolean isRecent() {
		Long claimed = this.claimedAt;
		return claimed != null && System.nanoTime() - claimed < this.timeout.toNanos();
	}

	private <T> T run(RedisScript<T> script, List<String> groups, byte[]... more) {
		byte[] member = RedisKeys.bytes(this.memberId);
		byte[] holder = this.keys.holder(this.memberId);
		List<byte[]> touched = Stream
			.concat(Stream.of(this.keys.beat(member), holder), groups.stream().map(this.keys::group))
			.toList();
		byte[] ttl = RedisKeys.bytes(Long.toString(this.timeout.toMillis()));
		Stream<byte[]> arguments = Stream.of(this.token, ttl, RedisKeys.bytes(isRecent() ? "1" : "0"), member);
		return this.connector.run(script, holder, touched, Stream.concat(arguments, Stream.of(more)).toArray());
	}

}
