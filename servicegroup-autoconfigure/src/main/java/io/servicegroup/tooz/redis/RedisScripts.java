package io.servicegroup.tooz.redis;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * What has to happen at once or not at all: Redis runs a script alone, in one round trip.
 * It does not roll back, so each script looks at everything before it writes anything.
 * <p>
 * A publication goes by {@code pcall}: a user who may not publish loses the push, not the
 * membership.
 */
final class RedisScripts {

	static final int OK = 0;

	static final int NO_GROUP = -1;

	static final int OTHER_TYPE = -2;

	static final int FOREIGN = -3;

	static final int NOT_JOINED = -4;

	static final int NOT_EMPTY = -5;

	static final int EXISTS = -6;

	/** The codes, for the scripts. */
	private static final String CODES = "local OK, NO_GROUP, OTHER_TYPE, FOREIGN, NOT_JOINED, NOT_EMPTY, EXISTS = "
			+ Stream.of(OK, NO_GROUP, OTHER_TYPE, FOREIGN, NOT_JOINED, NOT_EMPTY, EXISTS)
				.map(String::valueOf)
				.collect(Collectors.joining(", "))
			+ "\n";

	/** Whether the group is there, and is one. */
	private static final String GROUP = """
			local kind = redis.call('type', group).ok
			if kind == 'none' then return NO_GROUP end
			if kind ~= 'hash' then return OTHER_TYPE end
			""";

	/**
	 * Whose the member id is. No holder but a beat: a Python member, or our own beat
	 * whose holder key was evicted, which only the clock of this process can tell
	 * ({@code recent}).
	 */
	private static final String HOLDER = """
			local beat, holder, group = KEYS[1], KEYS[2], KEYS[3]
			local token, ttl, recent, member = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
			local function foreign()
				local held = redis.call('get', holder)
				if held then return held ~= token end
				return recent == '0' and redis.call('exists', beat) == 1
			end
			local function claim()
				redis.call('psetex', beat, ttl, 'Not dead!')
				redis.call('psetex', holder, ttl, token)
			end
			""";

	/** KEYS: beat, holder, group; ARGV: token, ttl, recent, member, channel, caps. */
	static final RedisScript<Long> JOIN = returningCode(HOLDER + GROUP + """
			if foreign() then return FOREIGN end
			claim()
			redis.call('hset', group, member, ARGV[6])
			redis.pcall('publish', ARGV[5], member)
			return OK
			""");

	/**
	 * As {@link #JOIN}, without capabilities. An entry that nobody holds any more may go.
	 */
	static final RedisScript<Long> LEAVE = returningCode(HOLDER + GROUP + """
			if foreign() or redis.call('hdel', group, member) == 0 then return NOT_JOINED end
			redis.pcall('publish', ARGV[5], member)
			return OK
			""");

	/** As {@link #LEAVE}, whoever holds the entry. */
	static final RedisScript<Long> EVICT = returningCode(HOLDER + GROUP + """
			if redis.call('hdel', group, member) == 0 then return NOT_JOINED end
			redis.pcall('publish', ARGV[5], member)
			return OK
			""");

	/**
	 * KEYS: beat, holder, groups…; ARGV: token, ttl, recent, member, caps…. Returns the
	 * numbers of the groups in which the member does not stand with these capabilities. A
	 * key of another type costs its own group only.
	 */
	@SuppressWarnings("rawtypes")
	static final RedisScript<List> BEAT = RedisScript.of(CODES + HOLDER + """
			if foreign() then return {FOREIGN} end
			claim()
			local lost = {}
			for i = 3, #KEYS do
				if redis.pcall('hget', KEYS[i], member) ~= ARGV[i + 2] then lost[#lost + 1] = i - 3 end
			end
			return lost
			""", List.class);

	/**
	 * KEYS and ARGV as for {@link #BEAT}, without groups: takes the sign of life back.
	 */
	static final RedisScript<Long> RELEASE = returningCode(HOLDER + """
			if redis.call('get', holder) ~= token then return FOREIGN end
			redis.call('del', beat, holder)
			return OK
			""");

	/**
	 * KEYS: group, beats…; ARGV: channel, members…. Looks at each beat once more: the
	 * member may have come back since it was found dead.
	 */
	static final RedisScript<Long> BURY = returningCode("""
			local buried = 0
			for i = 2, #KEYS do
				if redis.call('exists', KEYS[i]) == 0 then
					buried = buried + redis.call('hdel', KEYS[1], ARGV[i])
				end
			end
			if buried > 0 then redis.pcall('publish', ARGV[1], '') end
			return buried
			""");

	/** KEYS: group, groups, switches; ARGV: group id. */
	static final RedisScript<Long> CREATE = returningCode("""
			if redis.call('exists', KEYS[1]) == 1 then return EXISTS end
			redis.call('sadd', KEYS[2], ARGV[1])
			redis.call('hset', KEYS[1], '__created__', '1')
			return OK
			""");

	/**
	 * As {@link #CREATE}. The set goes first: it is the one that may be of another type.
	 */
	static final RedisScript<Long> DELETE = returningCode("local group = KEYS[1]\n" + GROUP + """
			if redis.call('hlen', group) > redis.call('hexists', group, '__created__') then return NOT_EMPTY end
			redis.call('srem', KEYS[2], ARGV[1])
			redis.call('del', group, KEYS[3])
			return OK
			""");

	/**
	 * KEYS: switches; ARGV: what stands there, what shall, channel. A key of another type
	 * counts as one that is not there.
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
		return RedisScript.of(CODES + lua, Long.class);
	}

}
