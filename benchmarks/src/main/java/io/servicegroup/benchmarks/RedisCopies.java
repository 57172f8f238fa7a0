package io.servicegroup.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;

/**
 * Copies all that a Redis holds about one member of this library for other ids, because
 * to register thousands of members, each with its own connection, takes minutes. It knows
 * little of what the library stores: it replaces the id in keys, fields and elements.
 */
final class RedisCopies {

	/** An id that is no part of any other text. */
	static final String TEMPLATE = "template-8f3a";

	private static final int CHUNK = 500;

	/** Keeps each byte. */
	private static final StringCodec BYTES = new StringCodec(StandardCharsets.ISO_8859_1);

	private RedisCopies() {
	}

	/** Registers the template and so many copies of it, less one, in a group. */
	static void register(int port, String url, String group, int members) {
		FleetProcess.register(url, group, TEMPLATE, 1);
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + port)) {
			RedisCommands<String, String> redis = client.connect(BYTES).sync();
			List<String> keys = redis.keys("*");
			for (int from = 1; from < members; from += CHUNK) {
				List<String> ids = new ArrayList<>();
				for (int i = from; i < Math.min(members, from + CHUNK); i++) {
					ids.add("m" + i);
				}
				keys.forEach((key) -> copy(redis, key, ids));
			}
		}
	}

	private static void copy(RedisCommands<String, String> redis, String key, List<String> ids) {
		if (key.contains(TEMPLATE)) {
			copyKey(redis, key, ids);
			return;
		}
		switch (redis.type(key)) {
			case "hash" -> redis.hgetall(key).forEach((field, value) -> {
				if (field.contains(TEMPLATE)) {
					Map<String, String> copies = new LinkedHashMap<>();
					ids.forEach((id) -> copies.put(field.replace(TEMPLATE, id), value.replace(TEMPLATE, id)));
					redis.hset(key, copies);
				}
			});
			case "zset" -> redis.zrangeWithScores(key, 0, -1).forEach((scored) -> {
				// Below zero are the last changes, of which the library keeps few.
				if (scored.getValue().contains(TEMPLATE) && scored.getScore() > 0) {
					redis.zadd(key, ids.stream()
						.map((id) -> ScoredValue.just(scored.getScore(), scored.getValue().replace(TEMPLATE, id)))
						.<ScoredValue<String>>toArray(ScoredValue[]::new));
				}
			});
			case "set" -> redis.smembers(key)
				.stream()
				.filter((element) -> element.contains(TEMPLATE))
				.forEach((element) -> redis.sadd(key,
						ids.stream().map((id) -> element.replace(TEMPLATE, id)).toArray(String[]::new)));
			default -> {
			}
		}
	}

	/** Copies a key of the member with its time to live. */
	private static void copyKey(RedisCommands<String, String> redis, String key, List<String> ids) {
		if (!redis.type(key).equals("string")) {
			throw new IllegalStateException("Key " + key + " is no string");
		}
		String value = redis.get(key);
		long millis = redis.pttl(key);
		for (String id : ids) {
			String copy = key.replace(TEMPLATE, id);
			if (millis > 0) {
				redis.psetex(copy, millis, value.replace(TEMPLATE, id));
			}
			else {
				redis.set(copy, value.replace(TEMPLATE, id));
			}
		}
	}

}
