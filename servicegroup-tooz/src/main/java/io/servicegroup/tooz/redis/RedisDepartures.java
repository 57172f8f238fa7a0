package io.servicegroup.tooz.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Departure;

/**
 * Finds out how members left a group: those that left in order have noted it, and the
 * marks of dead ones have expired, see {@link RedisKeys#expiries}. Members in Python do
 * neither.
 */
final class RedisDepartures {

	private final RedisConnector connector;

	private final RedisKeys keys;

	RedisDepartures(RedisConnector connector, RedisKeys keys) {
		this.connector = connector;
		this.keys = keys;
	}

	/** Reads what is known, in one round trip. */
	Map<String, Departure> read(String group, Set<String> members) {
		List<byte[]> ids = members.stream().map(RedisKeys::bytes).toList();
		List<byte[]> arguments = new ArrayList<>(List.of(this.keys.expiries(group)));
		arguments.addAll(ids);
		Iterator<Long> codes = this.connector
			.run(RedisScripts.DEPARTURES, this.keys.group(group),
					ids.stream().map((id) -> this.keys.left(group, id)).toList(), arguments.toArray(byte[][]::new))
			.iterator();
		Map<String, Departure> departures = new HashMap<>();
		for (String member : members) {
			long code = codes.next();
			if (code > 0) {
				departures.put(member, (code == 1) ? Departure.LEFT : Departure.DIED);
			}
		}
		return departures;
	}

}
