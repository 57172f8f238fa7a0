package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks with each heartbeat that the groups still have this member's entries. A group is
 * one item, which may be large and arrive slowly. So the check reads it on the connection
 * for readings, and a heartbeat, whose keys are renewed by then, waits for it only
 * briefly: the next one uses an answer that was still arriving. For one thread at a time.
 */
final class EntryVerification {

	private static final Logger logger = LoggerFactory.getLogger(EntryVerification.class);

	private final MemcachedCommands commands;

	private final IdList list;

	private final EvictionWarnings evictionWarnings;

	private final String memberId;

	private final Duration patience;

	private @Nullable Asked pending;

	EntryVerification(MemcachedCommands commands, IdList list, String memberId, Duration patience) {
		this.commands = commands;
		this.list = list;
		this.evictionWarnings = new EvictionWarnings(commands, memberId, System::nanoTime);
		this.memberId = memberId;
		this.patience = patience;
	}

	/**
	 * Asks for the entries, so that the answer arrives while the claims are renewed. Does
	 * not wait: without a connection, {@link #lost} asks.
	 */
	void ask(Map<String, byte[]> memberships) {
		if (this.pending == null && this.commands.isConnected()) {
			try {
				this.pending = asked(memberships);
			}
			catch (StoreUnavailableException ex) {
				logger.debug("The connection for readings has just broken", ex);
			}
		}
	}

	/** Forgets an answer that may be of the time before an outage. */
	void forget() {
		this.pending = null;
	}

	private Asked asked(Map<String, byte[]> memberships) {
		return new Asked(memberships, this.commands.getOnce(keys(memberships.keySet())));
	}

	/**
	 * Returns the groups in which the member is not registered with these capabilities,
	 * as far as is known in time.
	 * @param lostClaims the missing keys of the member itself, for the log
	 */
	Set<String> lost(Map<String, byte[]> memberships, List<String> lostClaims) {
		boolean isAsked = this.pending != null;
		try {
			return check(memberships, lostClaims);
		}
		catch (CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (CoordinationException ex) {
			// The heartbeat itself has succeeded.
			logger.debug("Entries of member '{}' could not be checked; the next heartbeat checks them", this.memberId,
					ex);
			// The server may have ended the connection before it was asked.
			boolean isBroken = isAsked && !(ex instanceof OperationTimeoutException);
			return isBroken ? lost(memberships, lostClaims) : Set.of();
		}
	}

	private Set<String> check(Map<String, byte[]> memberships, List<String> lostClaims) {
		Asked asked = (this.pending != null) ? this.pending : asked(memberships);
		this.pending = null;
		if (!asked.reply.arrivesWithin(this.patience)) {
			this.pending = asked;
			return Set.of();
		}
		return compare(memberships, asked, asked.reply.await(), lostClaims);
	}

	private static List<String> keys(Set<String> groups) {
		List<String> keys = new ArrayList<>(groups.stream().map(MemcachedKeys::group).toList());
		keys.add(MemcachedKeys.GROUP_LIST);
		return keys;
	}

	private Set<String> compare(Map<String, byte[]> memberships, Asked asked, Map<String, Item> items,
			List<String> lostClaims) {
		this.evictionWarnings.check(lostClaims, asked.memberships.keySet(), items);
		Set<String> lost = new LinkedHashSet<>();
		Set<String> checked = new LinkedHashSet<>();
		asked.memberships.forEach((group, capabilities) -> {
			if (memberships.get(group) == capabilities) {
				checked.add(group);
				if (!isMember(items.get(MemcachedKeys.group(group)), group, capabilities)) {
					lost.add(group);
				}
			}
		});
		restoreList(items.get(MemcachedKeys.GROUP_LIST), checked, lost);
		return lost;
	}

	private boolean isMember(@Nullable Item item, String group, byte[] capabilities) {
		try {
			return item != null && !MemcachedGroups.isBeingDeleted(item)
					&& GroupItem.read(MemcachedKeys.group(group), item).contains(this.memberId, capabilities);
		}
		catch (SerializationException ex) {
			// The caller joins again, which overwrites the item.
			return false;
		}
	}

	/** Restores the list of groups if memcached has evicted only that. */
	private void restoreList(@Nullable Item item, Set<String> groups, Set<String> lost) {
		Set<String> listed = this.list.idsOrNone(item);
		groups.stream().filter((group) -> !lost.contains(group) && !listed.contains(group)).forEach(this.list::add);
	}

	/** The items that were asked for, and for which memberships. */
	private record Asked(Map<String, byte[]> memberships, Reply<Map<String, Item>> reply) {
	}

}
