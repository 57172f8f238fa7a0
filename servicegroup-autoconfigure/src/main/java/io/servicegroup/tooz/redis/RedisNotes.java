package io.servicegroup.tooz.redis;

import java.util.List;

import io.servicegroup.tooz.NotesStore;

/**
 * Groups' notes as strings.
 */
final class RedisNotes implements NotesStore {

	private final RedisConnector connector;

	private final RedisKeys keys;

	RedisNotes(RedisConnector connector, RedisKeys keys) {
		this.connector = connector;
		this.keys = keys;
	}

	@Override
	public byte[] read(String group) {
		byte[] key = this.keys.switches(group);
		byte[] record = this.connector.call(key, (redis) -> redis.opsForValue().get(key));
		return (record != null) ? record : NOTHING;
	}

	@Override
	public boolean replace(String group, byte[] was, byte[] now) {
		byte[] key = this.keys.switches(group);
		byte[] channel = RedisKeys.bytes(this.keys.channel(group));
		return this.connector.run(RedisScripts.REPLACE, key, List.of(key), was, now, channel) == RedisScripts.OK;
	}

}
