package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How old this application's last heartbeat was: the maximum of each ten seconds of a
 * day. It shows when the store was slow or unavailable. Thread-safe.
 */
final class HeartbeatAges {

	private static final long STEP = 10_000;

	private static final int SLOTS = (int) (TimeLine.LENGTH.toMillis() / STEP);

	/** In milliseconds; -1 if there was no heartbeat before. */
	private final int[] ages = new int[SLOTS];

	/** The number of the newest slot, counted from 1970. */
	private long newest = -1;

	HeartbeatAges() {
		Arrays.fill(this.ages, -1);
	}

	synchronized void note(Instant now, @Nullable Duration age) {
		long current = Math.floorDiv(now.toEpochMilli(), STEP);
		if (current < this.newest) {
			return;
		}
		for (long next = Math.max(this.newest + 1, current - SLOTS + 1); next <= current; next++) {
			this.ages[index(next)] = -1;
		}
		this.newest = current;
		if (age != null) {
			int millis = (int) Math.min(age.toMillis(), Integer.MAX_VALUE);
			this.ages[index(current)] = Math.max(this.ages[index(current)], millis);
		}
	}

	private static int index(long slot) {
		return (int) (slot % SLOTS);
	}

	/**
	 * Returns the ages between two times, the oldest first, in no more steps than the
	 * plot has columns.
	 */
	synchronized Map<String, @Nullable Object> json(Instant from, Instant to) {
		long begin = Math.floorDiv(from.toEpochMilli(), STEP);
		long end = Math.min(Math.floorDiv(to.toEpochMilli(), STEP), this.newest);
		int step = (int) Math.max(1, (end - begin) / TimeLine.COLUMNS + 1);
		long first = begin - begin % step;
		List<@Nullable Integer> found = new ArrayList<>();
		for (long at = first; at <= end; at += step) {
			int oldest = -1;
			for (long slot = Math.max(at, this.newest - SLOTS + 1); slot < at + step && slot <= end; slot++) {
				oldest = Math.max(oldest, this.ages[index(slot)]);
			}
			found.add((oldest >= 0) ? oldest : null);
		}
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("from", Instant.ofEpochMilli(first * STEP).toString());
		json.put("stepMillis", step * STEP);
		json.put("ages", found);
		return json;
	}

}
