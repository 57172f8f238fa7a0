package io.servicegroup.tooz.redis;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
				List.of(key, this.keys.groups(), this.keys.switches(group)), RedisKeys.bytes(group));
		if (code != RedisScripts.OK) {
			throw this.connector.errors().ofScriptCode((int) code, group, "", key);
		}
	}

	Map<String, StoredMember> members(String group) {
		Map<byte[], byte[]> fields = fields(group);
		List<byte[]> unmarked = unmarked(group, fields.keySet());
		Set<byte[]> dead = unmarked.isEmpty() ? Set.of() : this.dead.among(group, unmarked);
		Instant now = this.clock.instant();
		Map<String, StoredMember> members = new LinkedHashMap<>();
		fields.forEach((id, capabilities) -> {
			if (!dead.contains(id)) {
				members.put(RedisKeys.text(id), new StoredMember(capabilities, null, now));
			}
		});
		if (!dead.isEmpty()) {
			this.dead.remove(group, dead);
		}
		return members;
	}

	/** Returns the members without a mark; a mark is enough to know that one lives. */
	private List<byte[]> unmarked(String group, Set<byte[]> members) {
		List<byte @Nullable []> marks = this.connector
			.values(members.stream().map((id) -> this.keys.held(group, id)).toList());
		Iterator<byte @Nullable []> mark = marks.iterator();
		return members.stream().filter((id) -> mark.next() == null).toList();
	}

	private Map<byte[], byte[]> fields(String group) {
		byte[] key = this.keys.group(group);
		Map<byte[], byte[]> fields = this.connector.call(key, (redis) -> redis.hgetall(key));
		if (fields.isEmpty()) {
			throw new GroupNotFoundException(group);
		}
		fields.keySet().removeIf((field) -> RedisKeys.text(field).equals(RedisKeys.CREATED));
		return fields;
	}

	void requireWritable() {
		this.dead.requireWritable();
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
