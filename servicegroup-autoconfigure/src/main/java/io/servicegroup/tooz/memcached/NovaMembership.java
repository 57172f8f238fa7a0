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
import java.util.function.Supplier;

import io.servicegroup.tooz.Attempts;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.MemberAlreadyExist;
import io.servicegroup.tooz.MemberNotJoined;
import net.spy.memcached.CASValue;
import org.jspecify.annotations.Nullable;

/**
 * This member's keys, one for each group: made by <em>add</em> and renewed by
 * <em>cas</em>, which neither take a key from another that lives, nor prolong the other's
 * life. The value says whose the key is.
 */
final class NovaMembership {

	private final MemcachedCommands commands;

	private final String memberId;

	private final Duration timeout;

	private final Duration patience;

	private final Clock clock;

	private final String token = UUID.randomUUID().toString();

	NovaMembership(MemcachedCommands commands, String memberId, Duration timeout, Duration patience, Clock clock) {
		this.commands = commands;
		this.memberId = memberId;
		this.timeout = timeout;
		this.patience = patience;
		this.clock = clock;
	}

	void join(String group, byte[] capabilities) {
		NovaKeys.checkMember(group, this.memberId);
		untilDone(group, () -> tryJoin(group, capabilities));
	}

	private boolean tryJoin(String group, byte[] capabilities) {
		String list = NovaKeys.members(group);
		Supplier<@Nullable CASValue<Item>> read = read(group);
		if (!this.commands.get(List.of(list)).get().containsKey(list)) {
			throw new GroupNotCreated(group);
		}
		CASValue<Item> stored = read.get();
		if (stored != null && !isOwn(stored)) {
			throw new MemberAlreadyExist(group, this.memberId);
		}
		return write(group, stored, capabilities).get();
	}

	void leave(String group) {
		untilDone(group, () -> tryLeave(group));
	}

	private boolean tryLeave(String group) {
		CASValue<Item> stored = read(group).get();
		if (stored == null || !isOwn(stored)) {
			throw new MemberNotJoined(group, this.memberId);
		}
		return this.commands.cas(key(group), stored, Expiry.AT_ONCE, stored.getValue()).get();
	}

	/** Takes the key out, whosever it is. */
	void evict(String group) {
		if (!this.commands.delete(key(group)).get()) {
			throw new MemberNotJoined(group, this.memberId);
		}
	}

	/**
	 * Asks for the keys of all groups; renews them when told to.
	 * @return renews the keys and returns the groups in which that was impossible
	 */
	Supplier<Set<String>> renewal(Map<String, byte[]> memberships) {
		Map<String, Supplier<@Nullable CASValue<Item>>> answers = new HashMap<>();
		memberships.keySet().forEach((group) -> answers.put(group, read(group)));
		return () -> {
			Map<String, Supplier<Boolean>> renewed = new HashMap<>();
			answers.forEach((group, answer) -> {
				CASValue<Item> stored = answer.get();
				byte[] capabilities = memberships.get(group);
				renewed.put(group, (stored != null && capabilities != null && isOwn(stored))
						? write(group, stored, capabilities) : () -> false);
			});
			Set<String> lost = new LinkedHashSet<>(memberships.keySet());
			lost.removeIf((group) -> renewed.getOrDefault(group, () -> false).get());
			return lost;
		};
	}

	private Supplier<@Nullable CASValue<Item>> read(String group) {
		return this.commands.gets(key(group));
	}

	private boolean isOwn(CASValue<Item> stored) {
		NovaValue value = NovaValue.read(stored.getValue());
		return value != null && value.token().equals(this.token);
	}

	/** Writes the key, unless it has changed since it was read. */
	private Supplier<Boolean> write(String group, @Nullable CASValue<Item> read, byte[] capabilities) {
		int exptime = Expiry.after(this.timeout, this.clock.instant());
		Item item = new NovaValue(this.token, capabilities).item(this.clock.instant());
		return (read != null) ? this.commands.cas(key(group), read, exptime, item)
				: this.commands.add(key(group), exptime, item);
	}

	private void untilDone(String group, BooleanSupplier attempt) {
		Attempts attempts = new Attempts("key '" + key(group) + "'", this.patience);
		while (!attempt.getAsBoolean()) {
			attempts.pause();
		}
	}

	private String key(String group) {
		return NovaKeys.member(group, this.memberId);
	}

}
