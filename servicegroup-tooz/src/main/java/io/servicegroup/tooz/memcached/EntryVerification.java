package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.ItemState;
import io.servicegroup.tooz.memcached.client.ItemVersion;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks with each heartbeat that the groups still have this member's entries. A group is
 * one item, which may be large and arrive slowly. So a heartbeat asks for the item's
 * version along with its other commands, and the item is read only if that has changed,
 * or if the server does not give it. It is read on the connection for readings, and a
 * heartbeat, whose keys are renewed by then, waits for it only briefly: the next one uses
 * an answer that was still arriving. For one thread at a time.
 */
final class EntryVerification {

	private static final Logger logger = LoggerFactory.getLogger(EntryVerification.class);

	private final MemcachedCommands commands;

	private final RecentItems recent;

	private final IdList list;

	private final EvictionWarnings evictionWarnings;

	private final String memberId;

	private final Duration patience;

	private final VerifiedEntries verified = new VerifiedEntries();

	private @Nullable Asked pending;

	/** Whether the last heartbeat failed. */
	private boolean isAfterFailure;

	/**
	 * Creates the verification.
	 * @param recent the items that other calls have read
	 * @param patience for how long a heartbeat waits
	 */
	EntryVerification(MemcachedCommands commands, RecentItems recent, IdList list, String memberId, Duration patience) {
		this.commands = commands;
		this.recent = recent;
		this.list = list;
		this.evictionWarnings = new EvictionWarnings(commands, memberId, System::nanoTime);
		this.memberId = memberId;
		this.patience = patience;
	}

	/**
	 * Returns whether a heartbeat has found all items with the versions in which the
	 * entries were verified. If not, {@link #lost} checks them.
	 */
	boolean areIntact(Map<String, byte[]> memberships, Map<String, ItemState> found) {
		if (this.pending != null) {
			return false;
		}
		if (!this.verified.areIntact(memberships, found)) {
			this.verified.forgetChanged(found);
			verifyRecent(memberships, found);
			if (!this.verified.areIntact(memberships, found)) {
				return false;
			}
		}
		this.isAfterFailure = false;
		return true;
	}

	/** Verifies entries in items that a view, for instance, has read. */
	private void verifyRecent(Map<String, byte[]> memberships, Map<String, ItemState> found) {
		memberships.forEach((group, capabilities) -> {
			ItemState state = found.get(MemcachedKeys.group(group));
			StoredItem read = this.recent.find(group, state);
			if (state != null && read != null && read.item().contains(this.memberId, capabilities)) {
				this.verified.verified(group, read.stored().itemVersion(), capabilities, state.version().connection());
			}
		});
	}

	/**
	 * Asks for the entries, so that the answer arrives while the claims are renewed. Does
	 * not wait: without a connection, {@link #lost} asks. Not after a failure, because
	 * the connection may hang.
	 */
	void ask(Map<String, byte[]> memberships) {
		if (this.pending == null && !this.isAfterFailure && this.commands.isConnected()) {
			try {
				this.pending = asked(memberships);
			}
			catch (StoreUnavailableException ex) {
				logger.debug("The connection for readings has just broken", ex);
			}
		}
	}

	/** Forgets answers that may be of the time before an outage. */
	void forget() {
		this.pending = null;
		this.isAfterFailure = true;
		this.verified.forget();
	}

	private Asked asked(Map<String, byte[]> memberships) {
		Set<String> known = this.commands.hasMetaCommands() ? this.verified.keys(memberships) : Set.of();
		Set<String> unknown = keys(memberships.keySet());
		unknown.removeAll(known);
		return new Asked(memberships, this.recent.heart(), known.isEmpty() ? null : this.commands.versions(known),
				known, unknown.isEmpty() ? List.of() : List.of(this.commands.getsOnce(unknown)));
	}

	/**
	 * Returns the groups in which the member is not registered with these capabilities,
	 * as far as is known in time.
	 * @param lostClaims the missing keys of the member itself, for the log
	 */
	Set<String> lost(Map<String, byte[]> memberships, List<String> lostClaims) {
		boolean skips = this.isAfterFailure && this.pending == null && lostClaims.isEmpty();
		this.isAfterFailure = false;
		if (skips) {
			// Readings, too, could take the rest of the timeout.
			return Set.of();
		}
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
		long begun = System.nanoTime();
		Asked asked = (this.pending != null) ? this.pending : asked(memberships);
		this.pending = null;
		if (!lostClaims.isEmpty()) {
			// The server has lost data: it may have been emptied and started again.
			this.verified.forget();
			asked = asked(memberships);
		}
		if (asked.versions != null) {
			if (!asked.versions.arrivesWithin(this.patience)) {
				this.pending = asked;
				return Set.of();
			}
			asked = withChanged(asked, asked.versions.await());
		}
		Duration left = this.patience.minusNanos(System.nanoTime() - begun);
		Map<String, VersionedItem> items = new HashMap<>();
		for (Reply<Map<String, VersionedItem>> reply : asked.items) {
			if (left.compareTo(this.patience.dividedBy(2)) < 0 || !reply.arrivesWithin(left)) {
				this.pending = asked;
				return Set.of();
			}
			items.putAll(reply.await());
		}
		return compare(memberships, asked, items, lostClaims);
	}

	/** Asks for the items whose versions have changed. */
	private Asked withChanged(Asked asked, Map<String, ItemVersion> versions) {
		Set<String> intact = this.verified.intact(asked.memberships, versions);
		intact.retainAll(asked.intact);
		Set<String> changed = new LinkedHashSet<>(asked.intact);
		changed.removeAll(intact);
		List<Reply<Map<String, VersionedItem>>> items = new ArrayList<>(asked.items);
		if (!changed.isEmpty()) {
			items.add(this.commands.getsOnce(changed));
		}
		return new Asked(asked.memberships, asked.heart, null, intact, items);
	}

	/** Returns the keys of the items whose versions a heartbeat should look at. */
	static Set<String> keys(Set<String> groups) {
		Set<String> keys = groups.stream()
			.map(MemcachedKeys::group)
			.collect(Collectors.toCollection(LinkedHashSet::new));
		keys.add(MemcachedKeys.GROUP_LIST);
		return keys;
	}

	private Set<String> compare(Map<String, byte[]> memberships, Asked asked, Map<String, VersionedItem> items,
			List<String> lostClaims) {
		Set<String> found = new HashSet<>(asked.intact);
		found.addAll(items.keySet());
		this.evictionWarnings.check(lostClaims, asked.memberships.keySet(), found);
		this.verified.retain(memberships.keySet());
		this.verified.intact(asked.intact, asked.heart);
		Set<String> lost = new LinkedHashSet<>();
		Set<String> checked = new LinkedHashSet<>();
		asked.memberships.forEach((group, capabilities) -> {
			if (memberships.get(group) == capabilities) {
				checked.add(group);
				String key = MemcachedKeys.group(group);
				if (!asked.intact.contains(key) && !isMember(items.get(key), group, capabilities, asked.heart)) {
					lost.add(group);
				}
			}
		});
		checked.removeAll(lost);
		if (!asked.intact.contains(MemcachedKeys.GROUP_LIST)) {
			restoreList(items.get(MemcachedKeys.GROUP_LIST), checked, asked.heart);
		}
		return lost;
	}

	private boolean isMember(@Nullable VersionedItem read, String group, byte[] capabilities, long heart) {
		if (read == null || !isMember(read.item(), group, capabilities)) {
			return false;
		}
		this.verified.verified(group, read.itemVersion(), capabilities, heart);
		return true;
	}

	private boolean isMember(Item item, String group, byte[] capabilities) {
		try {
			return !MemcachedGroups.isBeingDeleted(item)
					&& GroupItem.read(MemcachedKeys.group(group), item).contains(this.memberId, capabilities);
		}
		catch (SerializationException ex) {
			// The caller joins again, which overwrites the item.
			return false;
		}
	}

	/** Restores the list of groups if memcached has evicted only that. */
	private void restoreList(@Nullable VersionedItem read, Set<String> groups, long heart) {
		Set<String> listed = this.list.idsOrNone((read != null) ? read.item() : null);
		if (read != null && listed.containsAll(groups)) {
			this.verified.verifiedList(read.itemVersion(), groups, heart);
		}
		groups.stream().filter((group) -> !listed.contains(group)).forEach(this.list::add);
	}

	/**
	 * What was asked for, and for which memberships.
	 *
	 * @param memberships the memberships
	 * @param heart the connection for heartbeats before
	 * @param versions the versions of the intact items, or {@code null} once compared
	 * @param intact the keys of the items that have not changed, if their versions have
	 * not
	 * @param items the other items
	 */
	private record Asked(Map<String, byte[]> memberships, long heart,
			@Nullable Reply<Map<String, ItemVersion>> versions, Set<String> intact,
			List<Reply<Map<String, VersionedItem>>> items) {
	}

}
