package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;

/**
 * Notes for a membership timeout which members left a group in order. A missing note says
 * nothing: the server may have evicted it, and Python writes none.
 */
final class NotedLeaves {

	private static final Item NOTE = Item.raw("left");

	private final MemcachedCommands commands;

	private final Duration timeout;

	private final Clock clock;

	NotedLeaves(MemcachedCommands commands, Duration timeout, Clock clock) {
		this.commands = commands;
		this.timeout = timeout;
		this.clock = clock;
	}

	/**
	 * Sends the note, ahead of the change of the group on the same connection. Does not
	 * wait for the reply: a note that fails is missing, and the leave goes on.
	 */
	@SuppressWarnings("CheckReturnValue")
	void note(String group, String member) {
		this.commands.set(MemcachedKeys.left(group, member), Expiry.after(this.timeout, this.clock.instant()), NOTE);
	}

	/** Reads the notes, in one round trip. */
	Map<String, Departure> departures(String group, Collection<String> members) {
		Map<String, String> keys = members.stream()
			.collect(Collectors.toMap((member) -> member, (member) -> MemcachedKeys.left(group, member)));
		Map<String, Item> notes = this.commands.get(keys.values()).await();
		Map<String, Departure> departures = new HashMap<>();
		keys.forEach((member, key) -> {
			if (notes.containsKey(key)) {
				departures.put(member, Departure.LEFT);
			}
		});
		return departures;
	}

}
