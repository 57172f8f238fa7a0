package io.servicegroup.board;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The health of the membership. It is sent at a fixed interval, so that the page notices
 * when the application is unavailable.
 *
 * @param now the time by this application's clock, as the browser's clock may differ
 * @param up whether this application is a member of its group
 * @param stale whether the latest attempt to read the group failed
 * @param asOf when the group was read, or {@code null} if it never was
 * @param heartbeat when the last successful heartbeat was, or {@code null} before the
 * first
 * @param problem the problem, or {@code null} if there is none
 */
record Pulse(Instant now, boolean up, boolean stale, @Nullable Instant asOf, @Nullable Instant heartbeat,
		@Nullable String problem) {
}
