package io.servicegroup.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.board.BoardEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A time in which the group could not be read: the store was unavailable, or this
 * application did not run.
 *
 * @param from the last reading before
 * @param to the first reading after
 */
record Gap(Instant from, Instant to) {

	/** Returns the gap that contains a time, or {@code null}. */
	static @Nullable Gap of(List<Gap> gaps, Instant time) {
		return gaps.stream().filter((gap) -> time.isAfter(gap.from) && time.isBefore(gap.to)).findFirst().orElse(null);
	}

	/**
	 * Returns the gaps, the newest first.
	 * @param events the events, the newest first
	 * @param to the end of an outage that lasts
	 */
	static List<Gap> all(List<BoardEvent> events, Instant to) {
		List<Gap> gaps = new ArrayList<>();
		Instant end = to.plusNanos(1);
		boolean open = false;
		for (BoardEvent event : events) {
			if (event.kind() == Kind.FRESH || event.kind() == Kind.STARTED) {
				end = event.at();
				open = true;
			}
			else if (event.kind() == Kind.STALE || event.kind() == Kind.STOPPED) {
				gaps.add(new Gap(event.at(), end));
				open = false;
			}
		}
		if (open) {
			gaps.add(new Gap(Instant.MIN, end));
		}
		return gaps;
	}

}
