package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.ItemState;
import io.servicegroup.tooz.memcached.client.ItemVersion;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import org.jspecify.annotations.Nullable;

/**
 * The items of this instance's claims as they were last seen. A renewal keeps their
 * versions, so an item with the same version is still this instance's, and can be renewed
 * and checked in one round trip.
 */
final class KnownClaims {

	private final String memberId;

	private final Duration timeout;

	private final Clock clock;

	private final Map<String, Claim> claims = new ConcurrentHashMap<>();

	private volatile @Nullable Shared shared;

	KnownClaims(String memberId, Duration timeout, Clock clock) {
		this.memberId = memberId;
		this.timeout = timeout;
		this.clock = clock;
	}

	/**
	 * Takes note of the items that processes with the id share.
	 * @param seconds for how long they are renewed, or -1 if they have to be read
	 */
	void know(SharedHeartbeat.State state, long seconds) {
		VersionedItem heartbeat = state.heartbeat();
		VersionedItem holder = state.holder();
		this.shared = (seconds >= 0 && heartbeat != null && holder != null && heartbeat.itemVersion().isKept())
				? new Shared(new Known(MemcachedKeys.heartbeat(this.memberId), heartbeat.itemVersion()),
						new Known(MemcachedKeys.holder(this.memberId), holder.itemVersion()), seconds)
				: null;
	}

	void know(String group, @Nullable VersionedItem claim) {
		if (claim != null && claim.itemVersion().isKept()) {
			this.claims.put(group, new Claim(MemcachedKeys.alive(group, this.memberId),
					new Known(MemcachedKeys.held(group, this.memberId), claim.itemVersion())));
		}
		else {
			forget(group);
		}
	}

	void forget(String group) {
		this.claims.remove(group);
	}

	/** Returns the exptimes of all items, by key, or nothing if one is not known. */
	Map<String, @Nullable Integer> renewals(Collection<String> groups) {
		Shared both = this.shared;
		if (both == null || !this.claims.keySet().containsAll(groups)) {
			return Map.of();
		}
		Map<String, @Nullable Integer> renewals = new LinkedHashMap<>();
		Integer seconds = Expiry.after(Duration.ofSeconds(both.seconds), this.clock.instant());
		renewals.put(both.heartbeat.key, seconds);
		renewals.put(both.holder.key, seconds);
		Integer own = Expiry.after(this.timeout, this.clock.instant());
		for (String group : groups) {
			Claim claim = this.claims.get(group);
			if (claim != null) {
				renewals.put(claim.alive, own);
				renewals.put(claim.held.key, own);
			}
		}
		return renewals;
	}

	/** Returns whether all items were found with the versions that are known. */
	boolean areFound(Collection<String> groups, Map<String, ItemState> found) {
		Shared both = this.shared;
		return both != null && both.heartbeat.isIn(found) && both.holder.isIn(found)
				&& groups.stream().map(this.claims::get).allMatch((claim) -> claim != null && claim.isIn(found));
	}

	/** Returns the items that were renewed and are those of another process by now. */
	Map<String, ItemState> ofOthers(Collection<String> groups, Map<String, ItemState> found) {
		Map<String, ItemState> others = new LinkedHashMap<>(found);
		others.keySet().retainAll(renewals(groups).keySet());
		Shared both = this.shared;
		if (both != null) {
			for (Known item : List.of(both.heartbeat, both.holder)) {
				if (item.isIn(found)) {
					others.remove(item.key);
				}
			}
		}
		for (String group : groups) {
			Claim claim = this.claims.get(group);
			if (claim != null && claim.held.isIn(found)) {
				others.remove(claim.held.key);
				others.remove(claim.alive);
			}
		}
		return others;
	}

	/** Returns the exptime by which an item lives as long as it would have. */
	int exptime(ItemState state) {
		return (state.remainingSeconds() < 0) ? Expiry.NEVER
				: Expiry.after(Duration.ofSeconds(state.remainingSeconds()), this.clock.instant());
	}

	/**
	 * An item.
	 *
	 * @param version the version that it had
	 */
	private record Known(String key, ItemVersion version) {

		boolean isIn(Map<String, ItemState> found) {
			ItemState state = found.get(this.key);
			return state != null && this.version.equals(state.version());
		}

	}

	/**
	 * A claim to a group.
	 *
	 * @param alive the key of its sign of life, whose content is the same in all
	 * processes
	 * @param held the item with the token
	 */
	private record Claim(String alive, Known held) {

		boolean isIn(Map<String, ItemState> found) {
			return found.containsKey(this.alive) && this.held.isIn(found);
		}

	}

	/**
	 * The items that processes with the id share.
	 *
	 * @param seconds for how long they are renewed
	 */
	private record Shared(Known heartbeat, Known holder, long seconds) {
	}

}
