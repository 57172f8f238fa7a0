package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.time.Duration;

import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a server that has missed a call's deadline for another one. ZooKeeper's client
 * itself waits for two thirds of the session timeout, and then for up to a second, which
 * leaves a heartbeat too little time. The session lives on.
 */
final class HangUp {

	private static final Logger logger = LoggerFactory.getLogger(HangUp.class);

	private final boolean thereAreOthers;

	private final long pause;

	private long last;

	/**
	 * Creates it.
	 * @param timeout as often at most, lest clients chase each other around servers that
	 * are all slow
	 */
	HangUp(int servers, Duration timeout) {
		this.thereAreOthers = servers > 1;
		this.pause = timeout.toNanos();
		this.last = System.nanoTime() - this.pause;
	}

	synchronized void on(ZooKeeper client) {
		long now = System.nanoTime();
		if (this.thereAreOthers && now - this.last >= this.pause && !Thread.currentThread().isInterrupted()) {
			this.last = now;
			try {
				client.getTestable().closeSocket();
				// The client notices with the next thing that it has to send.
				client.exists("/", false, (code, path, context, stat) -> {
				}, null);
			}
			catch (IOException ex) {
				logger.debug("The connection has ended already", ex);
			}
		}
	}

}
