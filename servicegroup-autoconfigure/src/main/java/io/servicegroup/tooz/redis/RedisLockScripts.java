package io.servicegroup.tooz.redis;

import java.time.Duration;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * What has to happen at once to the keys of a lock, see {@link RedisLockKeys#lock}.
 * <p>
 * KEYS: fencing, lock…, and for a leader its name's; ARGV: token, time to live in ms, and
 * for a leader its member id.
 */
final class RedisLockScripts {

	private static final String LOCK = """
			local fencing, token, ttl, leader = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
			local last, name = #KEYS, nil
			if leader then last, name = #KEYS - 1, KEYS[#KEYS] end
			local function held()
				for i = 2, last do
					if redis.call('get', KEYS[i]) ~= token then return false end
				end
				return true
			end
			local function hold()
				for i = 2, last do redis.call('set', KEYS[i], token, 'px', ttl) end
				if leader then redis.call('set', name, token .. ' ' .. leader, 'px', ttl) end
			end
			""";

	/**
	 * Returns the fencing token, or 0 if another holds the lock under any of its names.
	 * Takes it once more if it is this contender's: the answer was lost.
	 * <p>
	 * The token is the last one plus one, but never less than the server's time in
	 * microseconds: so it also grows if Redis lost its data, or took over from a master
	 * that had gone further, unless the clock went back as well. Therefore the last one
	 * need not be kept for ever, only for longer than a clock is ever set back. The
	 * number is below 2^53, where Lua's doubles end to be exact, until the year 2255.
	 */
	static final RedisScript<Long> ACQUIRE = script("""
			for i = 2, last do
				local holder = redis.call('get', KEYS[i])
				if holder and holder ~= token then return 0 end
			end
			local before = tonumber(redis.call('get', fencing) or 0) or 0
			local time = redis.call('time')
			local number = math.max(before + 1, time[1] * 1000000 + time[2])
			redis.call('set', fencing, string.format('%.0f', number), 'px', FENCING_TTL)
			hold()
			return number
			""".replace("FENCING_TTL", Long.toString(Duration.ofDays(1).toMillis())));

	/**
	 * Returns 1 if the lock was prolonged. One that lacks a name is lost: somebody may
	 * have had it under that name.
	 */
	static final RedisScript<Long> RENEW = script("""
			if not held() then return 0 end
			hold()
			return 1
			""");

	/** Returns 1 if the lock is held. */
	static final RedisScript<Long> HELD = script("return held() and 1 or 0");

	/** Returns 1 if the lock was held until now; deletes what is this contender's. */
	static final RedisScript<Long> RELEASE = script("""
			local released = held() and 1 or 0
			for i = 2, last do
				if redis.call('get', KEYS[i]) == token then redis.call('del', KEYS[i]) end
			end
			if leader and string.sub(redis.call('get', name) or '', 1, #token) == token then
				redis.call('del', name)
			end
			return released
			""");

	/** Returns 1 if anybody held the lock. */
	static final RedisScript<Long> BREAK = script("""
			local broken = 0
			for i = 2, last do broken = math.max(broken, redis.call('del', KEYS[i])) end
			return broken
			""");

	private RedisLockScripts() {
	}

	private static RedisScript<Long> script(String lua) {
		return RedisScript.of(LOCK + lua, Long.class);
	}

}
