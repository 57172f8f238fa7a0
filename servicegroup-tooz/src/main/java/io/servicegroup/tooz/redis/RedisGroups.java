package io.servicegroup.tooz.redis;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.spi.AnnotationStore;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, creates and deletes groups, and stores their annotations in a string each.
 * Reading the members of a group also removes the dead ones.
 */
final class RedisGroups implements AnnotationStore {

	private static final Logger logger = LoggerFactory.getLogger(RedisGroups.class);

	private final RedisConnector connector;

	private final RedisKeys keys;

	private final Clock clock = Clock.systemUTC();

	RedisGroups(RedisConnector connector, RedisKeys keys) {
		this.connector = connector;
		this.keys = keys;
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
		Iterator<byte @Nullable []> heartbeats = this.connector
			.values(fields.keySet().stream().map(this.keys::heartbeat).toList())
			.iterator();
		Instant now = this.clock.instant();
		Map<String, StoredMember> members = new LinkedHashMap<>();
		List<byte[]> dead = new ArrayList<>();
		fields.forEach((id, capabilities) -> {
			if (heartbeats.next() != null) {
				members.put(RedisKeys.text(id), new StoredMember(capabilities, null, now));
			}
			else {
				dead.add(id);
			}
		});
		removeDead(group, dead);
		return members;
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

	/**
	 * Removes dead members. Throws if the server refuses writes: then live members may be
	 * among them, and one in Python would not register again.
	 */
	private void removeDead(String group, List<byte[]> dead) {
		if (dead.isEmpty()) {
			return;
		}
		requireWritable();
		List<byte[]> keys = new ArrayList<>(List.of(this.keys.group(group)));
		dead.forEach((id) -> keys.add(this.keys.heartbeat(id)));
		List<byte[]> arguments = new ArrayList<>(List.of(RedisKeys.bytes(this.keys.channel(group))));
		arguments.addAll(dead);
		try {
			this.connector.run(RedisScripts.REMOVE_DEAD, this.keys.group(group), keys,
					arguments.toArray(byte[][]::new));
		}
		catch (CoordinationException ex) {
			// Harmless: the returned list does not contain the dead members.
			logger.debug("Removal of {} dead members of group '{}' failed; the next reading retries it", dead.size(),
					group, ex);
		}
	}

	void requireWritable() {
		this.connector.requireWritable(this.keys.probe());
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
