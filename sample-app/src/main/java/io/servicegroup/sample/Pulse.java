package io.servicegroup.sample;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How things stand, sent all the time: that it comes says that the application is there.
 *
 * @param now this application's clock, for ages by a browser whose clock is off
 * @param up whether this application stands in its group
 * @param stale whether the store could not be read since {@code asOf}
 * @param asOf when the group was read, or {@code null} if it never was
 * @param heartbeat when the last good heartbeat was, or {@code null} before the first
 * @param problem what is wrong, or {@code null} if all is well
 */
record Pulse(Instant now, boolean up, boolean stale, @Nullable Instant asOf, @Nullable Instant heartbeat,
		@Nullable String problem) {
}
