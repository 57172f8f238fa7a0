package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.tooz.AccessDeniedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers this instance's member and renews its heartbeat. A token marks this instance
 * as the holder of the member id in each group, see {@link RedisKeys#held}.
 */
final class RedisMembership {

	private static final Logger logger = LoggerFactory.getLogger(RedisMembership.class);

	private final RedisConnector connector;

	private final RedisKeys keys;

	private final String memberId;

	private final Duration timeout;

	/** Distinguishes this instance from another process with the same member id. */
	private final byte[] token = (UUID.randomUUID() + RedisKeys.KEEPS_EXPIRY).getBytes(StandardCharsets.US_ASCII);

	/** Whether the server was full at the last heartbeat. */
	private volatile boolean full;

	RedisMembership(RedisConnector connector, RedisKeys keys, String memberId, Duration timeout) {
		this.connector = connector;
		this.keys = keys;
		this.memberId = memberId;
		this.timeout = timeout;
	}

	void join(String group, byte[] capabilities) {
		change(RedisScripts.JOIN, group, capabilities);
	}

	void leave(String group) {
		change(RedisScripts.LEAVE, group, new byte[0]);
	}

	void evict(String group) {
		change(RedisScripts.EVICT, group, new byte[0]);
	}

	private void change(RedisScript<Long> script, String group, byte[] capabilities) {
		long code = run(script, List.of(this.keys.group(group), held(group)), RedisKeys.bytes(this.keys.channel(group)),
				capabilities);
		if (code != RedisScripts.OK) {
			throw this.connector.errors().ofScriptCode((int) code, group, this.memberId, this.keys.group(group));
		}
	}

	/**
	 * Renews the heartbeat and checks the entries.
	 * @param memberships the groups, at least one, with the packed capabilities
	 * @return the groups in which the member is not registered, or has other
	 * capabilities: a Python process with the same id writes its own, even though its
	 * join is refused. Also those in which another process holds the member id: a join is
	 * refused there
	 */
	Set<String> heartbeat(Map<String, byte[]> memberships) {
		try {
			return send(memberships).get();
		}
		catch (AccessDeniedException ex) {
			return heartbeatForEach(memberships, ex);
		}
	}

	/**
	 * Sends a heartbeat for each group, in one round trip: Redis refuses a script as a
	 * whole if the user may not access one of its keys. A group whose key is refused
	 * counts as lost.
	 */
	private Set<String> heartbeatForEach(Map<String, byte[]> memberships, AccessDeniedException refusal) {
		Map<String, Supplier<Set<String>>> sent = new LinkedHashMap<>();
		memberships.forEach((group, capabilities) -> sent.put(group, send(Map.of(group, capabilities))));
		Set<String> lost = new LinkedHashSet<>();
		boolean accepted = false;
		for (Map.Entry<String, Supplier<Set<String>>> entry : sent.entrySet()) {
			try {
				lost.addAll(entry.getValue().get());
				accepted = true;
			}
			catch (AccessDeniedException ex) {
				lost.add(entry.getKey());
			}
		}
		if (!accepted) {
			throw refusal;
		}
		return lost;
	}

	private Supplier<Set<String>> send(Map<String, byte[]> memberships) {
		List<String> groups = List.copyOf(memberships.keySet());
		List<byte[]> keys = Stream.concat(groups.stream().map(this.keys::group), groups.stream().map(this::held))
			.toList();
		Supplier<List<Long>> answer = send(RedisScripts.HEARTBEAT, keys,
				groups.stream().map(memberships::get).toArray(byte[][]::new));
		return () -> lost(groups, answer.get());
	}

	private Set<String> lost(List<String> groups, List<Long> returned) {
		noteFull(returned.contains((long) RedisScripts.FULL));
		return returned.stream()
			.filter((index) -> index != RedisScripts.FULL)
			.map((index) -> groups.get(index.intValue()))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private void noteFull(boolean now) {
		if (now) {
			this.connector.writeRefused();
		}
		if (now && !this.full) {
			logger.warn("{} is full: heartbeats of member '{}' still renew what it has, but joins and updates are "
					+ "refused, and so are heartbeats in Python. A member that is missing is not reported as down "
					+ "meanwhile. Raise maxmemory, or delete what other applications have stored",
					this.connector.errors().server(), this.memberId);
		}
		this.full = now;
	}

	/**
	 * Deletes the keys of the heartbeat and of the holder, unless another process uses
	 * them.
	 */
	void release() {
		run(RedisScripts.RELEASE, List.of(this.keys.groups()), this.keys.held());
	}

	private byte[] held(String group) {
		return this.keys.held(group, RedisKeys.bytes(this.memberId));
	}

	private <T> T run(RedisScript<T> script, List<byte[]> more, byte[]... arguments) {
		return send(script, more, arguments).get();
	}

	private <T> Supplier<T> send(RedisScript<T> script, List<byte[]> more, byte[]... arguments) {
		byte[] member = RedisKeys.bytes(this.memberId);
		byte[] holder = this.keys.holder(member);
		List<byte[]> keys = Stream.concat(Stream.of(this.keys.heartbeat(member), holder), more.stream()).toList();
		byte[] ttl = RedisKeys.bytes(Long.toString(this.timeout.toMillis()));
		return this.connector.send(script, holder, keys,
				Stream.concat(Stream.of(this.token, ttl, member), Stream.of(arguments)).toArray(byte[][]::new));
	}

}
