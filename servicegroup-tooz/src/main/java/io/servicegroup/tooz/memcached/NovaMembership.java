package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.RetryBackoff;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this member, one for each group. Creates them with <em>add</em> and renews
 * them with <em>cas</em>, so that it never overwrites or renews the key of another live
 * process. A token in the value identifies the process that has written it.
 */
final class NovaMembership {

	private final MemcachedCommands commands;

	private final String memberId;

	private final Duration timeout;

	private final Duration retryTimeout;

	private final Clock clock;

	private final String token = UUID.randomUUID().toString();

	NovaMembership(MemcachedCommands commands, String memberId, Duration timeout, Duration retryTimeout, Clock clock) {
		this.commands = commands;
		this.memberId = memberId;
		this.timeout = timeout;
		this.retryTimeout = retryTimeout;
		this.clock = clock;
	}

	/**
	 * Joins a group, or writes new capabilities.
	 * @throws GroupNotFoundException if there is no such group
	 * @throws MemberAlreadyExistsException if another process holds the member id
	 */
	void join(String group, byte[] capabilities) {
		NovaKeys.checkMember(group, this.memberId);
		retry(group, () -> tryJoin(group, capabilities));
	}

	private boolean tryJoin(String group, byte[] capabilities) {
		String list = NovaKeys.memberList(group);
		Reply<@Nullable VersionedItem> read = read(group);
		if (!this.commands.get(List.of(list)).await().containsKey(list)) {
			throw new GroupNotFoundException(group);
		}
		VersionedItem stored = read.await();
		if (stored != null && !isOwn(stored)) {
			throw new MemberAlreadyExistsException(group, this.memberId);
		}
		return write(group, stored, capabilities).await();
	}

	/**
	 * Leaves a group.
	 * @throws MemberNotJoinedException if there is no key, or another process has written
	 * it
	 */
	void leave(String group) {
		retry(group, () -> tryLeave(group));
	}

	private boolean tryLeave(String group) {
		VersionedItem stored = read(group).await();
		if (stored == null || !isOwn(stored)) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
		return this.commands.cas(key(group), stored, Expiry.IMMEDIATE, stored.item()).await();
	}

	/** Deletes the key, even if another process has written it. */
	void evict(String group) {
		if (!this.commands.delete(key(group)).await()) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
	}

	/**
	 * Sends the requests that read the keys of all groups.
	 * @return a reply that renews the keys and returns the groups whose key is missing,
	 * was written by another process, or has changed meanwhile
	 */
	Reply<Set<String>> renewal(Map<String, byte[]> memberships) {
		Map<String, Reply<@Nullable VersionedItem>> answers = new HashMap<>();
		memberships.keySet().forEach((group) -> answers.put(group, read(group)));
		return () -> {
			Map<String, Reply<Boolean>> renewed = new HashMap<>();
			answers.forEach((group, answer) -> {
				VersionedItem stored = answer.await();
				byte[] capabilities = memberships.get(group);
				renewed.put(group, (stored != null && capabilities != null && isOwn(stored))
						? write(group, stored, capabilities) : () -> false);
			});
			Set<String> lost = new LinkedHashSet<>(memberships.keySet());
			lost.removeIf((group) -> renewed.getOrDefault(group, () -> false).await());
			return lost;
		};
	}

	private Reply<@Nullable VersionedItem> read(String group) {
		return this.commands.gets(key(group));
	}

	private boolean isOwn(VersionedItem stored) {
		NovaValue value = NovaValue.read(stored.item());
		return value != null && value.token().equals(this.token);
	}

	/** Writes the key, unless it has changed since it was read. */
	private Reply<Boolean> write(String group, @Nullable VersionedItem read, byte[] capabilities) {
		int exptime = Expiry.after(this.timeout, this.clock.instant());
		Item item = new NovaValue(this.token, capabilities).item(this.clock.instant());
		return (read != null) ? this.commands.cas(key(group), read, exptime, item)
				: this.commands.add(key(group), exptime, item);
	}

	private void retry(String group, BooleanSupplier attempt) {
		RetryBackoff attempts = new RetryBackoff("key '" + key(group) + "'", this.retryTimeout);
		while (!attempt.getAsBoolean()) {
			attempts.pause();
		}
	}

	private String key(String group) {
		return NovaKeys.member(group, this.memberId);
	}

}
