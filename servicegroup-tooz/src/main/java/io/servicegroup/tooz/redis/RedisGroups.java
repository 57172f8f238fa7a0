package io.servicegroup.tooz.redis;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lettuce.core.Range;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.spi.AnnotationStore;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.jspecify.annotations.Nullable;

/**
 * Reads, creates and deletes groups, and stores their annotations in a string each.
 * Reading the members of a group also removes the dead ones.
 */
final class RedisGroups implements AnnotationStore {

	private final RedisConnector connector;

	private final RedisKeys keys;

	private final DeadMembers dead;

	private final Clock clock = Clock.systemUTC();

	RedisGroups(RedisConnector connector, RedisKeys keys) {
		this.connector = connector;
		this.keys = keys;
		this.dead = new DeadMembers(connector, keys);
	}

	Set<String> ids() {
		byte[] key = this.keys.groups();
		Set<String> ids = new LinkedHashSet<>();
		this.connector.call(key, (redis) -> redis.smembers(key)).forEach((id) -> ids.add(RedisKeys.text(id)));
		return ids;
	}

	void create(String group) {
		run(RedisScripts.CREATE, group);
	}

	void delete(String group) {
		try {
			run(RedisScripts.DELETE, group);
		}
		catch (GroupNotEmptyException ex) {
			// The group may have dead members only. Reading the group removes them.
			if (!members(group).isEmpty()) {
				throw ex;
			}
			run(RedisScripts.DELETE, group);
		}
	}

	private void run(RedisScript<Long> script, String group) {
		byte[] key = this.keys.group(group);
		long code = this.connector.run(script, this.keys.groups(),
				List.of(key, this.keys.groups(), this.keys.switches(group)), RedisKeys.bytes(group),
				this.keys.expiries(group));
		if (code != RedisScripts.OK) {
			throw this.connector.errors().ofScriptCode((int) code, group, "", key);
		}
	}

	Map<String, StoredMember> members(String group) {
		return whole(group, Map.of()).members();
	}

	/**
	 * Reads all members of a group.
	 * @param last members of the last reading, whose objects are used again for members
	 * with the same capabilities
	 * @throws GroupNotFoundException if the group does not exist
	 */
	Whole whole(String group, Map<String, StoredMember> last) {
		Map<byte[], byte[]> fields = fields(group);
		int all = fields.size();
		fields.keySet().removeIf((field) -> RedisKeys.text(field).equals(RedisKeys.CREATED));
		List<byte @Nullable []> marks = this.connector
			.values(fields.keySet().stream().map((id) -> this.keys.held(group, id)).toList());
		// A mark is enough to know that a member lives.
		Iterator<byte @Nullable []> mark = marks.iterator();
		List<byte[]> unmarked = fields.keySet().stream().filter((id) -> mark.next() == null).toList();
		Set<byte[]> dead = unmarked.isEmpty() ? Set.of() : this.dead.among(group, unmarked);
		Instant now = this.clock.instant();
		Map<String, StoredMember> members = new LinkedHashMap<>();
		fields.forEach((id, capabilities) -> {
			if (!dead.contains(id)) {
				String text = RedisKeys.text(id);
				StoredMember known = last.get(text);
				members.put(text, (known != null && Arrays.equals(known.capabilities(), capabilities)) ? known
						: new StoredMember(capabilities, null, now));
			}
		});
		if (!dead.isEmpty()) {
			this.dead.remove(group, dead);
		}
		boolean expiriesKept = marks.stream().allMatch(RedisGroups::keepsExpiry);
		long bytes = fields.entrySet()
			.stream()
			.mapToLong((field) -> 3L * field.getKey().length + field.getValue().length)
			.sum() + (130L * fields.size());
		return new Whole(members, all, expiriesKept, bytes);
	}

	private static boolean keepsExpiry(byte @Nullable [] mark) {
		return mark != null && RedisKeys.text(mark).endsWith(RedisKeys.KEEPS_EXPIRY);
	}

	/** Returns the ids of the members whose marks have not expired at a time. */
	Set<String> keptAt(String group, byte[] time) {
		byte[] key = this.keys.expiries(group);
		Range<Long> later = Range.from(Range.Boundary.excluding(Long.valueOf(RedisKeys.text(time))),
				Range.Boundary.unbounded());
		Set<String> ids = new HashSet<>();
		this.connector.call(key, (redis) -> redis.zrangebyscore(key, later))
			.forEach((entry) -> ids.add(RedisKeys.text(entry).substring(1)));
		return ids;
	}

	private Map<byte[], byte[]> fields(String group) {
		byte[] key = this.keys.group(group);
		Map<byte[], byte[]> fields = this.connector.call(key, (redis) -> redis.hgetall(key));
		if (fields.isEmpty()) {
			throw new GroupNotFoundException(group);
		}
		return fields;
	}

	/**
	 * Looks whether a group may have changed since another look, in one round trip whose
	 * cost does not depend on the number of members. Returns {@code null} if the user may
	 * not know.
	 */
	@Nullable Look look(String group) {
		List<Object> values = this.connector.run(RedisScripts.LOOK, this.keys.group(group),
				List.of(this.keys.group(group)), this.keys.expiries(group), this.keys.switches(group));
		return values.isEmpty() ? null : new Look((Long) values.get(0), text(values, 1), (Long) values.get(2),
				text(values, 3), (byte[]) values.get(4));
	}

	private static String text(List<Object> values, int index) {
		return RedisKeys.text((byte[]) values.get(index));
	}

	void requireWritable() {
		this.dead.requireWritable();
	}

	/**
	 * What tells whether a group has changed.
	 *
	 * @param fields the number of fields in the group's hash
	 * @param version the group's version, or an empty text without one
	 * @param kept how many members' marks have not expired
	 * @param annotations a digest of the annotations
	 * @param time the server's time in milliseconds
	 */
	record Look(long fields, String version, long kept, String annotations, byte[] time) {

		boolean hasSameMembers(Look other) {
			return !this.version.isEmpty() && this.version.equals(other.version) && this.fields == other.fields
					&& this.kept == other.kept;
		}

	}

	/**
	 * A reading of all members.
	 *
	 * @param members the live members by id
	 * @param fields the number of fields in the group's hash
	 * @param expiriesKept whether all members belong to processes that keep
	 * {@link RedisKeys#expiries}
	 * @param bytes about how many bytes were sent and received
	 */
	record Whole(Map<String, StoredMember> members, int fields, boolean expiriesKept, long bytes) {
	}

	@Override
	public byte[] read(String group) {
		byte[] key = this.keys.switches(group);
		byte[] record = this.connector.call(key, (redis) -> redis.get(key));
		return (record != null) ? record : NOTHING;
	}

	@Override
	public boolean replace(String group, byte[] expected, byte[] replacement) {
		byte[] key = this.keys.switches(group);
		byte[] channel = RedisKeys.bytes(this.keys.channel(group));
		return this.connector.run(RedisScripts.REPLACE, key, List.of(key), expected, replacement,
				channel) == RedisScripts.OK;
	}

}
