package io.servicegroup.tooz.redis;

import java.util.List;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script.
 *
 * @param <T> what the script returns
 * @param lua the script's text
 * @param sha1 the digest by which the server knows the script
 * @param output how Lettuce reads what the script returns
 */
record RedisScript<T>(String lua, String sha1, ScriptOutputType output) {

	static RedisScript<Long> returningNumber(String lua) {
		return of(lua, ScriptOutputType.INTEGER);
	}

	static RedisScript<List<Long>> returningNumbers(String lua) {
		return of(lua, ScriptOutputType.MULTI);
	}

	/** Creates a script that returns numbers, and texts as bytes. */
	static RedisScript<List<Object>> returningValues(String lua) {
		return of(lua, ScriptOutputType.MULTI);
	}

	/** Creates a script that returns texts as bytes, {@code null} for {@code false}. */
	static RedisScript<List<byte @Nullable []>> returningRecords(String lua) {
		return of(lua, ScriptOutputType.MULTI);
	}

	private static <T> RedisScript<T> of(String lua, ScriptOutputType output) {
		return new RedisScript<>(lua, Base16.digest(RedisKeys.bytes(lua)), output);
	}

}
