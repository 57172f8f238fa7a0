package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.memcached.SharedHeartbeat.State;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;

/**
 * Renews the items of this instance's claims, and the items that it shares with other
 * processes.
 */
final class ClaimRenewals {

	private static final Item ALIVE = Item.raw("1");

	private final MemcachedCommands commands;

	private final String memberId;

	private final Duration timeout;

	private final Clock clock;

	private final Item token;

	private final SharedHeartbeat heartbeat;

	ClaimRenewals(MemcachedCommands commands, String memberId, Duration timeout, Clock clock, Item token,
			SharedHeartbeat heartbeat) {
		this.commands = commands;
		this.memberId = memberId;
		this.timeout = timeout;
		this.clock = clock;
		this.token = token;
		this.heartbeat = heartbeat;
	}

	/**
	 * Renews all items in one round trip. If another process has claimed the id
	 * meanwhile, its claim is then renewed, as its own heartbeat does anyway. Adds what
	 * is missing in a second round trip, and records an added heartbeat in a third.
	 * @param groups the groups of the claims
	 * @param before the items before
	 * @return the items after
	 */
	ClaimReading renew(Collection<String> groups, ClaimReading before) {
		List<Renewal> missing = renewals(groups, before);
		List<Reply<Boolean>> touched = missing.stream().map((renewal) -> renewal.touch(this.commands)).toList();
		Reply<Map<String, VersionedItem>> claims = claims(groups);
		Iterator<Reply<Boolean>> touches = touched.iterator();
		missing.removeIf((renewal) -> touches.next().await());
		ClaimReading after = new ClaimReading(before.shared(), claims.await());
		return (missing.isEmpty() && this.heartbeat.isUpToDate(before.shared())) ? after : add(missing, groups);
	}

	private List<Renewal> renewals(Collection<String> groups, ClaimReading reading) {
		List<Renewal> renewals = new ArrayList<>(this.heartbeat.renewals(reading.shared()));
		int exptime = Expiry.after(this.timeout, this.clock.instant());
		for (String group : groups) {
			renewals.add(alive(group));
			renewals.add(new Renewal(MemcachedKeys.held(group, this.memberId), exptime, this.token));
		}
		return renewals;
	}

	/** Returns the sign of life of a claim. */
	Renewal alive(String group) {
		return new Renewal(MemcachedKeys.alive(group, this.memberId), Expiry.after(this.timeout, this.clock.instant()),
				ALIVE);
	}

	private Reply<Map<String, VersionedItem>> claims(Collection<String> groups) {
		return this.commands.gets(groups.stream().map((group) -> MemcachedKeys.held(group, this.memberId)).toList());
	}

	/**
	 * Adds items. The last one is the heartbeat, which is never without a holder item and
	 * a claim.
	 */
	private ClaimReading add(List<Renewal> missing, Collection<String> groups) {
		Collections.reverse(missing);
		List<Reply<Boolean>> replies = missing.stream().map((renewal) -> renewal.add(this.commands)).toList();
		Reply<State> shared = this.heartbeat.read();
		Reply<Map<String, VersionedItem>> claims = claims(groups);
		Set<String> added = new HashSet<>();
		for (int i = 0; i < missing.size(); i++) {
			if (replies.get(i).await()) {
				added.add(missing.get(i).key());
			}
		}
		State read = shared.await();
		this.heartbeat.update(read, added.contains(MemcachedKeys.heartbeat(this.memberId)));
		return new ClaimReading(read, claims.await());
	}

}
