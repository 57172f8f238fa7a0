package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.time.Duration;

import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disconnects from a server that has missed a call's deadline, so that the client
 * connects to another one in the same session. ZooKeeper's client itself waits for two
 * thirds of the session timeout, and then for up to a second. That leaves too little time
 * for a heartbeat. Thread-safe.
 */
final class StuckServerSwitch {

	private static final Logger logger = LoggerFactory.getLogger(StuckServerSwitch.class);

	private final boolean hasOtherServers;

	private final long minIntervalNanos;

	private long lastSwitch;

	/**
	 * Creates a switch.
	 * @param servers the number of servers
	 * @param minInterval the minimum time between two switches, so that a client does not
	 * keep switching when all servers are slow
	 */
	StuckServerSwitch(int servers, Duration minInterval) {
		this.hasOtherServers = servers > 1;
		this.minIntervalNanos = minInterval.toNanos();
		this.lastSwitch = System.nanoTime() - this.minIntervalNanos;
	}

	/** Disconnects if there are other servers and the last switch is long enough ago. */
	synchronized void leaveServer(ZooKeeper client) {
		long now = System.nanoTime();
		if (this.hasOtherServers && now - this.lastSwitch >= this.minIntervalNanos
				&& !Thread.currentThread().isInterrupted()) {
			this.lastSwitch = now;
			try {
				client.getTestable().closeSocket();
				// The client detects the closed socket only when it sends a request.
				client.exists("/", false, (code, path, context, stat) -> {
				}, null);
			}
			catch (IOException ex) {
				logger.debug("Connection was closed already", ex);
			}
		}
	}

}
