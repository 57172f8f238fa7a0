package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

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

	static final int NOT_SHARED = -8;

	/** Declares the codes and values in Lua. */
	private static final String CODES = "local OK, NO_GROUP, WRONG_TYPE, HELD_BY_OTHER, NOT_JOINED, NOT_EMPTY, EXISTS, FULL, NOT_SHARED = "
			+ Stream.of(OK, NO_GROUP, WRONG_TYPE, HELD_BY_OTHER, NOT_JOINED, NOT_EMPTY, EXISTS, FULL, NOT_SHARED)
				.map(String::valueOf)
				.collect(Collectors.joining(", "))
			+ "\nlocal MARKED = '" + RedisKeys.MARKED + "'\n";

	/** Returns an error code unless the group's key exists and is a hash. */
	private static final String GROUP = """
			local kind = redis.call('type', group).ok
			if kind == 'none' then return NO_GROUP end
			if kind ~= 'hash' then return WRONG_TYPE end
			""";

	/**
	 * Tells processes with marks from a member in Python or of an earlier release. They
	 * write the same heartbeat, but only processes with marks set the holder key in the
	 * same script, so that both expire together; a few milliseconds apart before Redis 7,
	 * where time passes during a script. What is not theirs is left alone until it
	 * expires, and the holder key says so meanwhile: the times may be equal by chance.
	 * Returns {@code nil} if the user may not ask for the times.
	 */
	private static final String MARKS = """
			local function longest(marked)
				return type(marked) == 'string' and tonumber(string.match(marked, '^' .. MARKED .. '(%d+)'))
			end
			local function is_of_marked(heartbeat, holder, read)
				local marked = read or redis.pcall('get', holder)
				if not longest(marked) or string.find(marked, 'unmarked', 1, true) then return false end
				local beats, holds = redis.pcall('pttl', heartbeat), redis.pcall('pttl', holder)
				if type(beats) ~= 'number' or type(holds) ~= 'number' then return nil end
				return beats == -1 or math.abs(beats - holds) <= 5
			end
			""";

	/**
	 * Checks and sets who holds the member id in a group. The heartbeat is shared by all
	 * processes with the id, so it is renewed for the longest of their timeouts. A
	 * process without a mark in the group is refused if the heartbeat or the holder key
	 * is not that of processes with marks; the second result is whether it has one. A
	 * full server only renews what exists, which PEXPIRE may do.
	 */
	private static final String HOLDER = MARKS + """
			local heartbeat, holder = KEYS[1], KEYS[2]
			local token, ttl, member = ARGV[1], tonumber(ARGV[2]), ARGV[3]
			local function taken(mark)
				local held = redis.pcall('get', mark)
				if held == token then return nil, true end
				if type(held) == 'string' then return HELD_BY_OTHER end
				local marked = redis.call('get', holder)
				if marked and not longest(marked) then return NOT_SHARED end
				local beats = redis.call('exists', heartbeat) == 1
				return beats and is_of_marked(heartbeat, holder) == false and NOT_SHARED or nil
			end
			local function write(key, time, value)
				local written = redis.pcall('psetex', key, time, value)
				if not written.err then return true end
				local full = string.find(written.err, 'OOM', 1, true)
				if full and redis.pcall('pexpire', key, time) == 1 then return false end
				return redis.call('psetex', key, time, value)
			end
			local function renew()
				local marked = redis.pcall('get', holder)
				local known = longest(marked)
				if type(marked) == 'string' and not known then return end
				local time = math.max(known or 0, ttl)
				local ours = is_of_marked(heartbeat, holder, marked) ~= false or redis.call('exists', heartbeat) == 0
				if ours then write(heartbeat, time, 'Not dead!') end
				write(holder, time, MARKED .. time .. (ours and '' or ' unmarked'))
			end
			""";

	/**
	 * Keeps the times at which marks expire, and the last changes, see
	 * {@link RedisKeys#expiries}. Whoever changes a group adds an entry that is unique;
	 * the last one is the group's version. A script must not fail for a user without
	 * rights for this key, nor on a full server, so nothing here raises an error: readers
	 * then read the whole group. The key is dropped with the last of these processes, or
	 * when none has renewed it for a day. A heartbeat renews and tidies the keys of some
	 * groups only, at random: each costs three commands.
	 */
	private static final String EXPIRIES = """
			local namespace = string.sub(holder, 1, -#member - 9)
			local time = redis.call('time')
			local now = time[1] * 1000 + math.floor(time[2] / 1000)
			local expires = string.format('%.0f', now + ttl)
			local function expiries(group_id) return namespace .. '_expiries:' .. group_id .. ':' end
			local function expiries_of(group) return expiries(string.sub(group, #namespace + 8)) end
			local function change(key)
				local last = redis.pcall('zrangebyscore', key, '-inf', '(0', 'withscores')
				local score = tonumber(last[#last] or FIRST) or FIRST
				local entry = 'v' .. token .. time[1] .. '.' .. time[2] .. ' ' .. member
				local added = redis.pcall('zadd', key, string.format('%.0f', score + 1), entry)
				if added ~= 1 then redis.pcall('zremrangebyscore', key, '-inf', '(0') end
				if #last >= 2 * CHANGES then redis.pcall('zrem', key, last[1]) end
				redis.pcall('pexpire', key, DAY)
			end
			local function left(mark) return namespace .. '_left:' .. string.sub(mark, #namespace + 7) end
			local function forget(key)
				redis.pcall('zrem', key, '=' .. member)
				local others = redis.pcall('zcount', key, string.format('(%.0f', now), '+inf')
				if others == 0 then redis.pcall('del', key) else change(key) end
			end
			local function keep(key, tidy)
				local added = redis.pcall('zadd', key, expires, '=' .. member)
				if not tidy then return added ~= 0 end
				redis.pcall('zremrangebyscore', key, 1, string.format('%.0f', now - 60000))
				redis.pcall('pexpire', key, DAY)
				return added ~= 0 or redis.pcall('zcount', key, '-inf', '(0') == 0
			end
			""".replace("DAY", Long.toString(Duration.ofDays(1).toMillis()))
		.replace("FIRST", "-1125899906842624")
		.replace("CHANGES", "16");

	/** For scripts that change one group. */
	private static final String ONE_GROUP = HOLDER + EXPIRIES + "local group, mark = KEYS[3], KEYS[4]\n" + GROUP;

	/**
	 * Registers a member. KEYS: heartbeat, holder, group, mark; ARGV: token, ttl, member,
	 * channel, capabilities.
	 */
	static final RedisScript<Long> JOIN = returningCode(ONE_GROUP + """
			local code = taken(mark)
			if code then return code end
			redis.call('psetex', mark, ttl, token)
			keep(expiries_of(group), true)
			change(expiries_of(group))
			renew()
			redis.call('hset', group, member, ARGV[5])
			redis.pcall('del', left(mark))
			redis.pcall('publish', ARGV[4], member)
			return OK
			""");

	/**
	 * Removes this instance's member, and notes for a while that it left in order. KEYS
	 * and ARGV as for {@link #JOIN}, without capabilities. Also removes an entry whose
	 * mark has expired.
	 */
	static final RedisScript<Long> LEAVE = returningCode(ONE_GROUP + """
			if taken(mark) then return NOT_JOINED end
			redis.call('del', mark)
			forget(expiries_of(group))
			if redis.call('hdel', group, member) == 0 then return NOT_JOINED end
			redis.pcall('psetex', left(mark), ttl, 'left')
			redis.pcall('publish', ARGV[4], member)
			return OK
			""");

	/**
	 * Removes the member even if another process holds its id. KEYS and ARGV as for
	 * {@link #LEAVE}.
	 */
	static final RedisScript<Long> EVICT = returningCode(ONE_GROUP + """
			if redis.call('hdel', group, member) == 0 then return NOT_JOINED end
			change(expiries_of(group))
			redis.pcall('publish', ARGV[4], member)
			return OK
			""");

	/**
	 * Renews the heartbeat and the marks, and checks the entries. KEYS: heartbeat,
	 * holder, groups…, marks…; ARGV: token, ttl, member, capabilities…. Returns the
	 * indexes of the groups in which the member is not registered with these
	 * capabilities, or another process holds the id; a join tells which. A key of the
	 * wrong type affects its own group only. Returns FULL as well if the server is full.
	 * Another version is set where a reader may have missed a change by a program that
	 * sets none.
	 */
	static final RedisScript<List<Long>> HEARTBEAT = RedisScript.returningNumbers(CODES + HOLDER + EXPIRIES + """
			local lost, count, full, holds = {}, (#KEYS - 2) / 2, false, false
			local tidied = time[2] % math.max(count, 4) + 1
			for i = 1, count do
				local group, mark = KEYS[i + 2], KEYS[i + 2 + count]
				local refused, marked = taken(mark)
				local changed = redis.pcall('hget', group, member) ~= ARGV[i + 3]
				if not refused then
					holds = true
					if not write(mark, ttl, token) then full = true end
					local key = expiries_of(group)
					local returned = keep(key, i == tidied or full)
					if changed or returned or not marked then change(key) end
				end
				if refused or changed then lost[#lost + 1] = i - 1 end
			end
			if holds then renew() end
			if full then lost[#lost + 1] = FULL end
			return lost
			""");

	/**
	 * Deletes the heartbeat and holder keys, unless another process uses them. KEYS:
	 * heartbeat, holder, groups; ARGV: token, ttl, member, what keys of marks begin with.
	 */
	static final RedisScript<Long> RELEASE = returningCode(HOLDER + EXPIRIES + """
			for _, group in ipairs(redis.call('smembers', KEYS[3])) do
				local mark = ARGV[4] .. group .. ':' .. member .. ':' .. #group
				local held = redis.call('get', mark)
				if held == token then
					redis.call('del', mark)
					forget(expiries(group))
				elseif held then
					return HELD_BY_OTHER
				end
			end
			if is_of_marked(heartbeat, holder) ~= false then redis.call('del', heartbeat) end
			if longest(redis.call('get', holder)) then redis.call('del', holder) end
			return OK
			""");

	/**
	 * Returns the indexes of the heartbeats that processes with marks keep, for members
	 * without a mark: these are dead. KEYS: heartbeats…, holders….
	 */
	static final RedisScript<List<Long>> OUTLIVED = RedisScript.returningNumbers(CODES + MARKS + """
			local outlived, count = {}, #KEYS / 2
			for i = 1, count do
				if is_of_marked(KEYS[i], KEYS[i + count]) then outlived[#outlived + 1] = i - 1 end
			end
			return outlived
			""");

	/**
	 * Removes dead members. KEYS: group, heartbeats…, holders…, marks…; ARGV: channel,
	 * members…. Checks each again, as the member may have returned since its group was
	 * read. Returns how many were removed.
	 */
	static final RedisScript<Long> REMOVE_DEAD = returningCode(MARKS + """
			local removed, count = 0, (#KEYS - 1) / 3
			for i = 2, count + 1 do
				local unmarked = redis.call('exists', KEYS[i]) == 1 and not is_of_marked(KEYS[i], KEYS[i + count])
				if not unmarked and redis.call('exists', KEYS[i + 2 * count]) == 0 then
					removed = removed + redis.call('hdel', KEYS[1], ARGV[i])
				end
			end
			if removed > 0 then redis.pcall('publish', ARGV[1], '') end
			return removed
			""");

	/** Creates a group. KEYS: group, groups, switches; ARGV: group id, expiries. */
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
			redis.pcall('del', ARGV[2])
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

	/**
	 * Looks whether a group may have changed. KEYS: group; ARGV: expiries, switches, the
	 * version and the number of live members that the caller knows, and the version's
	 * score, or {@code -inf}. Returns the number of the hash's fields, the version, how
	 * many members' marks have not expired, a digest of the annotations, the server's
	 * time in milliseconds, whether the known version is among the last ones, the
	 * version's score, and the ids of the members that have changed since, or whose marks
	 * may have expired. Returns nothing if the user may not know, or a key has another
	 * type. Reads the last versions only if the known one is not the first of those from
	 * its score on: usually it is the only one.
	 */
	static final RedisScript<List<Object>> LOOK = RedisScript.returningValues("""
			local time = redis.call('time')
			local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
			local switches = redis.pcall('get', ARGV[2])
			local versions = redis.pcall('zrangebyscore', ARGV[1], ARGV[5], '(0', 'withscores')
			if versions[1] ~= ARGV[3] and ARGV[5] ~= '-inf' then
				versions = redis.pcall('zrangebyscore', ARGV[1], '-inf', '(0', 'withscores')
			end
			local live = redis.pcall('zcount', ARGV[1], '(' .. now, '+inf')
			if type(switches) == 'table' or versions.err or type(live) ~= 'number' then return {} end
			local digest = switches and redis.sha1hex(switches) or ''
			local version, score = versions[#versions - 1] or '', versions[#versions] or '-inf'
			local answer = { redis.call('hlen', KEYS[1]), version, live, digest, now, 0, score }
			local known = #versions - 1
			while known > 0 and versions[known] ~= ARGV[3] do known = known - 2 end
			if known < 1 then return answer end
			local due = {}
			if live ~= tonumber(ARGV[4]) then
				due = redis.pcall('zrangebyscore', ARGV[1], 1, now, 'limit', 0, MOST + 1)
				if #due > MOST then return answer end
			end
			answer[6] = 1
			for i = known + 2, #versions, 2 do answer[#answer + 1] = string.match(versions[i], '^%S+ (.*)$') end
			for _, entry in ipairs(due) do answer[#answer + 1] = string.sub(entry, 2) end
			return answer
			""".replace("MOST", "32"));

	/**
	 * Returns for each member 1 if it left in order, 2 if its mark expired, else 0. KEYS:
	 * notes of leaves…; ARGV: expiries, members….
	 */
	static final RedisScript<List<Long>> DEPARTURES = RedisScript.returningNumbers("""
			local time = redis.call('time')
			local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
			local answer, expired = {}, {}
			local due = redis.pcall('zrangebyscore', ARGV[1], 1, now)
			if not due.err then for _, entry in ipairs(due) do expired[entry] = true end end
			for i = 1, #KEYS do
				local left = type(redis.pcall('get', KEYS[i])) == 'string'
				answer[i] = expired['=' .. ARGV[i + 1]] and 2 or left and 1 or 0
			end
			return answer
			""");

	/**
	 * Returns the records of members, then their marks. KEYS: group, marks…; ARGV:
	 * members….
	 */
	static final RedisScript<List<byte @Nullable []>> RECORDS = RedisScript.returningRecords("""
			local answer, count = {}, #ARGV
			for i = 1, count do
				local mark = redis.pcall('get', KEYS[i + 1])
				answer[i] = redis.call('hget', KEYS[1], ARGV[i])
				answer[i + count] = type(mark) == 'string' and mark
			end
			return answer
			""");

	private RedisScripts() {
	}

	private static RedisScript<Long> returningCode(String lua) {
		return RedisScript.returningNumber(CODES + lua);
	}

}
