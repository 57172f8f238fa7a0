package io.servicegroup.membership;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Is notified of each heartbeat, on the heartbeat thread.
 */
@FunctionalInterface
public interface HeartbeatListener {

	/**
	 * A heartbeat has ended. Must not block. An exception is ignored.
	 * @param duration how long it took
	 * @param failure the exception that it ended with, or {@code null} if it succeeded
	 */
	void onHeartbeat(Duration duration, @Nullable Throwable failure);

}
