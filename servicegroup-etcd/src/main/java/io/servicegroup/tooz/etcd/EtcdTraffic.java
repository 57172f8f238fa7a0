package io.servicegroup.tooz.etcd;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the calls of a backend have shown about its connections. Thread-safe.
 */
final class EtcdTraffic {

	private volatile boolean responsive;

	/** When bytes of an answer to a read last arrived. */
	private volatile long lastRead = System.nanoTime();

	private final AtomicLong connectionLosses = new AtomicLong();

	/** Notes that bytes of an answer arrived. */
	void arrived(boolean read) {
		if (read) {
			this.lastRead = System.nanoTime();
		}
	}

	/** Notes that a call got an answer. */
	void answered() {
		this.responsive = true;
	}

	/** Notes that a call got no answer. */
	void failed() {
		this.responsive = false;
		connectionLost();
	}

	/** Notes that a call failed, or that a stream ended. */
	void connectionLost() {
		this.connectionLosses.incrementAndGet();
	}

	long connectionLosses() {
		return this.connectionLosses.get();
	}

	/** Returns whether the last call got an answer. */
	boolean isResponsive() {
		return this.responsive;
	}

	/** Returns the time since bytes of an answer to a read arrived, in nanoseconds. */
	long silence() {
		return System.nanoTime() - this.lastRead;
	}

}
