package io.servicegroup.tooz.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.lettuce.core.Range;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a group has changed, in one round trip whose cost does not depend on the
 * number of members, by what {@link RedisKeys#expiries} holds.
 */
final class GroupLooks {

	/** The place in the script's answer after which ids follow. */
	private static final int IDS = 7;

	private final RedisConnector connector;

	private final RedisKeys keys;

	GroupLooks(RedisConnector connector, RedisKeys keys) {
		this.connector = connector;
		this.keys = keys;
	}

	/**
	 * Looks at a group. Returns {@code null} if the user may not know.
	 * @param known an earlier look, to learn which members have changed since
	 */
	@Nullable Look look(String group, @Nullable Look known) {
		byte[] version = (known != null) ? RedisKeys.bytes(known.version()) : new byte[0];
		byte[] kept = RedisKeys.bytes(Long.toString((known != null) ? known.kept() : 0));
		byte[] score = RedisKeys.bytes((known != null) ? known.score() : "-inf");
		List<Object> values = this.connector.run(RedisScripts.LOOK, this.keys.group(group),
				List.of(this.keys.group(group)), this.keys.expiries(group), this.keys.switches(group), version, kept,
				score);
		if (values.isEmpty()) {
			return null;
		}
		boolean knows = Long.valueOf(1).equals(values.get(IDS - 2));
		return new Look((Long) values.get(0), text(values, 1), (Long) values.get(2), text(values, 3),
				(byte[]) values.get(4), text(values, IDS - 1),
				knows ? values.subList(IDS, values.size()).stream().map(byte[].class::cast).toList() : null);
	}

	private static String text(List<Object> values, int index) {
		return RedisKeys.text((byte[]) values.get(index));
	}

	/**
	 * Asks for the ids of the members whose marks had not expired at the time of a look.
	 * @return waits for the answer
	 */
	Supplier<Set<String>> keptAt(String group, Look look) {
		byte[] key = this.keys.expiries(group);
		Range<Long> later = Range.from(Range.Boundary.excluding(Long.valueOf(RedisKeys.text(look.time()))),
				Range.Boundary.unbounded());
		Supplier<List<byte[]>> sent = this.connector.send(key, (redis) -> redis.zrangebyscore(key, later));
		return () -> {
			Set<String> ids = new HashSet<>();
			sent.get().forEach((entry) -> ids.add(RedisKeys.text(entry).substring(1)));
			return ids;
		};
	}

	/**
	 * Shows whether a group has changed.
	 *
	 * @param fields the number of fields in the group's hash
	 * @param version the group's version, or an empty text without one
	 * @param kept how many members' marks have not expired
	 * @param annotations a digest of the annotations
	 * @param time the server's time in milliseconds
	 * @param score the score of the version in the sorted set
	 * @param changed the ids of members that have changed since the known look, or whose
	 * marks may have expired; {@code null} if the group may have changed otherwise
	 */
	record Look(long fields, String version, long kept, String annotations, byte[] time, String score,
			@Nullable List<byte[]> changed) {

		boolean hasSameMembers(Look other) {
			return !this.version.isEmpty() && this.version.equals(other.version) && this.fields == other.fields
					&& this.kept == other.kept;
		}

		/** Returns this look as it would be after fields were removed. */
		Look without(long removed) {
			return new Look(this.fields - removed, this.version, this.kept, this.annotations, this.time, this.score,
					null);
		}

	}

}
