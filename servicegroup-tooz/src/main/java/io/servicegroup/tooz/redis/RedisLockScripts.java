package io.servicegroup.tooz.redis;

import java.time.Duration;

/**
 * Lua scripts that change the keys of a lock atomically, see {@link RedisLocks}.
 * <p>
 * KEYS: fencing, lock…, and for a leader also the key of its name; ARGV: token, time to
 * live in ms, channel, and for a leader also its member id. A release is published on the
 * channel, for waiting contenders. A user without the right to publish releases as well.
 */
final class RedisLockScripts {

	private static final String PRELUDE = """
			local fencing, token, ttl, channel, leader = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
			local last, name = #KEYS, nil
			if leader then last, name = #KEYS - 1, KEYS[#KEYS] end
			local function held()
				for i = 2, last do
					if redis.call('get', KEYS[i]) ~= token then return false end
				end
				return true
			end
			local function renew(key, value)
				if redis.pcall('pexpire', key, ttl) ~= 1 then redis.call('set', key, value, 'px', ttl) end
			end
			local function set_all()
				for i = 2, last do redis.call('set', KEYS[i], token, 'px', ttl) end
				if leader then redis.call('set', name, token .. ' ' .. leader, 'px', ttl) end
			end
			""";

	/**
	 * Returns the fencing token, or 0 if another contender holds the lock under any of
	 * its keys. Acquires the lock again if this contender already holds it, which means
	 * that the earlier answer was lost.
	 * <p>
	 * The fencing token is the last one plus one, but at least the server's time in
	 * microseconds. So it grows even if Redis lost its data, or failed over to a replica
	 * that lacks the last tokens, unless the clock was set back as well. The last token
	 * is kept for a day, which is longer than any step back of a clock. Until the year
	 * 2255, tokens stay below 2^53, up to which Lua's doubles are exact.
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
			set_all()
			return number
			""".replace("FENCING_TTL", Long.toString(Duration.ofDays(1).toMillis())));

	/**
	 * Returns 1 if the lock was renewed. A lock that lacks one of its keys is lost:
	 * another contender may have held it under that key. A full server, which refuses
	 * SET, allows PEXPIRE. A user without the right to PEXPIRE sets the keys.
	 */
	static final RedisScript<Long> RENEW = script("""
			if not held() then return 0 end
			for i = 2, last do renew(KEYS[i], token) end
			if leader then renew(name, token .. ' ' .. leader) end
			return 1
			""");

	/** Returns 1 if the lock is held. */
	static final RedisScript<Long> IS_HELD = script("return held() and 1 or 0");

	/** Deletes this contender's keys. Returns 1 if it held the lock until now. */
	static final RedisScript<Long> RELEASE = script("""
			local released, deleted = held() and 1 or 0, 0
			for i = 2, last do
				if redis.call('get', KEYS[i]) == token then deleted = deleted + redis.call('del', KEYS[i]) end
			end
			if deleted > 0 then redis.pcall('publish', channel, '') end
			if leader and string.sub(redis.call('get', name) or '', 1, #token) == token then
				redis.call('del', name)
			end
			return released
			""");

	/**
	 * Deletes the lock's keys, even if another contender holds the lock. Returns 1 if it
	 * was held.
	 */
	static final RedisScript<Long> BREAK = script("""
			local broken = 0
			for i = 2, last do broken = math.max(broken, redis.call('del', KEYS[i])) end
			if broken > 0 then redis.pcall('publish', channel, '') end
			return broken
			""");

	private RedisLockScripts() {
	}

	private static RedisScript<Long> script(String lua) {
		return RedisScript.returningNumber(PRELUDE + lua);
	}

}
