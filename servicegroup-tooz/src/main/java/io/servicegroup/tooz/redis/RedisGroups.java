package io.servicegroup.tooz.redis;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.redis.DeadMembers.Signs;
import io.servicegroup.tooz.spi.AnnotationStore;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.jspecify.annotations.Nullable;

/**
 * Reads, creates and deletes groups, and stores their annotations in a string each.
 * Reading the members of a group also removes the dead ones.
 */
final class RedisGroups implements AnnotationStore {

	private static final byte[] CREATED = RedisKeys.bytes(RedisKeys.CREATED);

	private static final byte[] KEEPS_EXPIRY = RedisKeys.bytes(RedisKeys.KEEPS_EXPIRY);

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
		fields.keySet().removeIf((field) -> Arrays.equals(field, CREATED));
		List<byte[]> ids = List.copyOf(fields.keySet());
		Signs signs = this.dead.isUnmarked(group) ? this.dead.readUnmarked(group, ids)
				: this.dead.signs(group, ids, this.connector.values(this.dead.marks(group, ids).toList()));
		return resolve(group, all, fields, signs, last);
	}

	/**
	 * Reads some members of a group, which need not exist.
	 * @param last as for {@link #whole}
	 */
	Whole some(String group, Collection<byte[]> ids, Map<String, StoredMember> last) {
		byte[] key = this.keys.group(group);
		List<byte[]> read = new ArrayList<>(List.of(key));
		ids.stream().map(this.keys.held(group)).forEach(read::add);
		List<byte @Nullable []> answer = this.connector.run(RedisScripts.RECORDS, key, read,
				ids.toArray(byte[][]::new));
		Map<byte[], byte[]> fields = new LinkedHashMap<>();
		List<byte @Nullable []> marks = new ArrayList<>();
		Iterator<byte @Nullable []> records = answer.subList(0, ids.size()).iterator();
		Iterator<byte @Nullable []> allMarks = answer.subList(ids.size(), answer.size()).iterator();
		ids.forEach((id) -> {
			byte[] record = records.next();
			byte[] mark = allMarks.next();
			if (record != null) {
				fields.put(id, record);
				marks.add(mark);
			}
		});
		return resolve(group, fields.size(), fields, new Signs(List.copyOf(fields.keySet()), marks, null), last);
	}

	private Whole resolve(String group, int all, Map<byte[], byte[]> fields, Signs signs,
			Map<String, StoredMember> last) {
		// A mark is enough to know that a member lives.
		Set<byte[]> dead = this.dead.among(group, signs);
		Instant now = this.clock.instant();
		Map<String, StoredMember> members = new LinkedHashMap<>(fields.size() * 4 / 3 + 1);
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
		boolean expiriesKept = signs.marks().stream().filter(RedisGroups::keepsExpiry).count() == members.size();
		long bytes = fields.entrySet()
			.stream()
			.mapToLong((field) -> 3L * field.getKey().length + field.getValue().length)
			.sum() + (130L * fields.size());
		return new Whole(members, all, dead.size(), expiriesKept, bytes);
	}

	private static boolean keepsExpiry(byte @Nullable [] mark) {
		return mark != null && mark.length >= KEEPS_EXPIRY.length && Arrays.equals(mark,
				mark.length - KEEPS_EXPIRY.length, mark.length, KEEPS_EXPIRY, 0, KEEPS_EXPIRY.length);
	}

	private Map<byte[], byte[]> fields(String group) {
		byte[] key = this.keys.group(group);
		Map<byte[], byte[]> fields = this.connector.call(key, (redis) -> redis.hgetall(key));
		if (fields.isEmpty()) {
			throw new GroupNotFoundException(group);
		}
		return fields;
	}

	void requireWritable() {
		this.dead.requireWritable();
	}

	/**
	 * A reading of all or some members.
	 *
	 * @param members the live members by id
	 * @param fields the number of fields of the group's hash that were read
	 * @param dead how many members were found dead
	 * @param expiriesKept whether all live members belong to processes that keep
	 * {@link RedisKeys#expiries}
	 * @param bytes about how many bytes were sent and received
	 */
	record Whole(Map<String, StoredMember> members, int fields, int dead, boolean expiriesKept, long bytes) {
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
