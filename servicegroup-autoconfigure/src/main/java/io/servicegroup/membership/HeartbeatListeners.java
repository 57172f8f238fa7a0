package io.servicegroup.membership;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies several listeners. An exception of one of them affects neither the others nor
 * the heartbeat.
 *
 * @param listeners the listeners, in the order in which they are notified
 */
record HeartbeatListeners(List<HeartbeatListener> listeners) {

	private static final Logger logger = LoggerFactory.getLogger(HeartbeatListeners.class);

	/** Notifies all of them of a heartbeat that began at this time of the JVM's clock. */
	void ended(long begun, @Nullable Throwable failure) {
		for (HeartbeatListener listener : this.listeners) {
			try {
				listener.onHeartbeat(Duration.ofNanos(System.nanoTime() - begun), failure);
			}
			catch (Throwable ex) {
				logger.debug("Heartbeat could not be recorded by {}", listener, ex);
			}
		}
	}

}
