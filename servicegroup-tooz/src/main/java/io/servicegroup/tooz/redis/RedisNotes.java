package io.servicegroup.tooz.redis;

import java.util.List;

import io.servicegroup.tooz.spi.AnnotationStore;

/**
 * Stores the annotations of each group in a string.
 */
final class RedisNotes implements AnnotationStore {

	private final RedisConnector connector;

	private final RedisKeys keys;

	RedisNotes(RedisConnector connector, RedisKeys keys) {
		this.connector = connector;
		this.keys = keys;
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
