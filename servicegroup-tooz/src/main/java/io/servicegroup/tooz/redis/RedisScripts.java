package io.servicegroup.tooz.redis;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lua scripts for groups, members and annotations. Redis runs a script atomically and in
 * one round trip, but does not roll it back. So each script checks everything before it
 * writes.
 * <p>
 * The scripts publish with {@code pcall}, so that they also work for a user without the
 * right to publish. Other members then find the change by polling.
 */
final class RedisScripts {

	static final int OK = 0;

	static final int NO_GROUP = -1;

	static final int WRONG_TYPE = -2;

	static final int HELD_BY_OTHER = -3;

	static final int NOT_JOINED = -4;

	static final int NOT_EMPTY = -5;

	static final int EXISTS = -6;

	static final int FULL = -7;

	/** Declares the codes in Lua. */
	private static final String CODES = "local OK, NO_GROUP, WRONG_TYPE, HELD_BY_OTHER, NOT_JOINED, NOT_EMPTY, EXISTS, FULL = "
			+ Stream.of(OK, NO_GROUP, WRONG_TYPE, HELD_BY_OTHER, NOT_JOINED, NOT_EMPTY, EXISTS, FULL)
				.map(String::valueOf)
				.collect(Collectors.joining(", "))
			+ "\n";

	/** Returns an error code unless the group's key exists and is a hash. */
	private static final String GROUP = """
			local kind = redis.call('type', group).ok
			if kind == 'none' then return NO_GROUP end
			if kind ~= 'hash' then return WRONG_TYPE end
			""";

	/**
	 * Checks and sets the holder of the member id. A heartbeat key without a holder key
	 * belongs to a Python member, or to this instance if Redis evicted the holder key.
	 * {@code recent} distinguishes the two: this instance's last claim has not expired.
	 */
	private static final String HOLDER = """
			local heartbeat, holder, group = KEYS[1], KEYS[2], KEYS[3]
			local token, ttl, recent, member = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
			local function held_by_other()
				local held = redis.call('get', holder)
				if held then return held ~= token end
				return recent == '0' and redis.call('exists', heartbeat) == 1
			end
			local function claim()
				redis.call('psetex', heartbeat, ttl, 'Not dead!')
				redis.call('psetex', holder, ttl, token)
			end
			""";

	/**
	 * Registers a member. KEYS: heartbeat, holder, group; ARGV: token, ttl, recent,
	 * member, channel, capabilities.
	 */
	static final RedisScript<Long> JOIN = returningCode(HOLDER + GROUP + """
			if held_by_other() then return HELD_BY_OTHER end
			claim()
			redis.call('hset', group, member, ARGV[6])
			redis.pcall('publish', ARGV[5], member)
			return OK
			""");

	/**
	 * Removes this instance's member. KEYS and ARGV as for {@link #JOIN}, without
	 * capabilities. Also removes an entry whose holder has expired.
	 */
	static final RedisScript<Long> LEAVE = returningCode(HOLDER + GROUP + """
			if held_by_other() or redis.call('hdel', group, member) == 0 then return NOT_JOINED end
			redis.pcall('publish', ARGV[5], member)
			return OK
			""");

	/**
	 * Removes the member even if another process holds its id. KEYS and ARGV as for
	 * {@link #LEAVE}.
	 */
	static final RedisScript<Long> EVICT = returningCode(HOLDER + GROUP + """
			if redis.call('hdel', group, member) == 0 then return NOT_JOINED end
			redis.pcall('publish', ARGV[5], member)
			return OK
			""");

	/**
	 * Renews the heartbeat and checks the entries. KEYS: heartbeat, holder, groups…;
	 * ARGV: token, ttl, recent, member, capabilities…. Returns the indexes of the groups
	 * in which the member is not registered with these capabilities. A key of the wrong
	 * type affects its own group only. If the server is full, renews what exists, which
	 * PEXPIRE may do, and returns FULL as well.
	 */
	static final RedisScript<List<Long>> HEARTBEAT = RedisScript.returningNumbers(CODES + HOLDER + """
			if held_by_other() then return {HELD_BY_OTHER} end
			local lost = {}
			local first = redis.pcall('psetex', heartbeat, ttl, 'Not dead!')
			local full = first.err and string.find(first.err, 'OOM', 1, true)
			if full and redis.call('pexpire', heartbeat, ttl) == 1 and redis.call('pexpire', holder, ttl) == 1 then
				lost[1] = FULL
			elseif first.err then
				return first
			else
				redis.call('psetex', holder, ttl, token)
			end
			for i = 3, #KEYS do
				if redis.pcall('hget', KEYS[i], member) ~= ARGV[i + 2] then lost[#lost + 1] = i - 3 end
			end
			return lost
			""");

	/**
	 * Deletes the heartbeat and holder keys. KEYS and ARGV as for {@link #HEARTBEAT},
	 * without groups.
	 */
	static final RedisScript<Long> RELEASE = returningCode(HOLDER + """
			if redis.call('get', holder) ~= token then return HELD_BY_OTHER end
			redis.call('del', heartbeat, holder)
			return OK
			""");

	/**
	 * Removes members without a heartbeat. KEYS: group, heartbeats…; ARGV: channel,
	 * members…. Checks each heartbeat again, as the member may have returned since its
	 * group was read. Returns how many were removed.
	 */
	static final RedisScript<Long> REMOVE_DEAD = returningCode("""
			local removed = 0
			for i = 2, #KEYS do
				if redis.call('exists', KEYS[i]) == 0 then
					removed = removed + redis.call('hdel', KEYS[1], ARGV[i])
				end
			end
			if removed > 0 then redis.pcall('publish', ARGV[1], '') end
			return removed
			""");

	/** Creates a group. KEYS: group, groups, switches; ARGV: group id. */
	static final RedisScript<Long> CREATE = returningCode("""
			if redis.call('exists', KEYS[1]) == 1 then return EXISTS end
			redis.call('sadd', KEYS[2], ARGV[1])
			redis.call('hset', KEYS[1], '__created__', '1')
			return OK
			""");

	/**
	 * Deletes an empty group. KEYS and ARGV as for {@link #CREATE}. Changes the set of
	 * groups first: it is the only key whose type can still be wrong.
	 */
	static final RedisScript<Long> DELETE = returningCode("local group = KEYS[1]\n" + GROUP + """
			if redis.call('hlen', group) > redis.call('hexists', group, '__created__') then return NOT_EMPTY end
			redis.call('srem', KEYS[2], ARGV[1])
			redis.call('del', group, KEYS[3])
			return OK
			""");

	/**
	 * Compares and sets a group's annotations. KEYS: switches; ARGV: expected value, new
	 * value, channel. An empty value means no key, and so does a key of another type.
	 */
	static final RedisScript<Long> REPLACE = returningCode("""
			local old = redis.call('type', KEYS[1]).ok == 'string' and redis.call('get', KEYS[1]) or ''
			if old ~= ARGV[1] then return EXISTS end
			redis.call('del', KEYS[1])
			if ARGV[2] ~= '' then redis.call('set', KEYS[1], ARGV[2]) end
			redis.pcall('publish', ARGV[3], '')
			return OK
			""");

	private RedisScripts() {
	}

	private static RedisScript<Long> returningCode(String lua) {
		return RedisScript.returningNumber(CODES + lua);
	}

}
