package io.servicegroup.tooz.zookeeper;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers that a server does not have the requests that ZooKeeper 3.6 introduced: reads
 * in bulk and recursive watches. Such a server disconnects a client that sends one, so
 * they are tried only once. Thread-safe.
 */
final class ServerFeatures {

	private static final Logger logger = LoggerFactory.getLogger(ServerFeatures.class);

	private boolean bulkReads = true;

	synchronized boolean hasBulkReads() {
		return this.bulkReads;
	}

	/** Takes the answer of a server that does not have the requests. */
	synchronized void bulkReadsAreUnimplemented() {
		if (this.bulkReads) {
			this.bulkReads = false;
			logger.info("ZooKeeper's server is older than 3.6: members are read one by one, and changes are found by "
					+ "polling only. Restart this application after an upgrade of the servers to change that");
		}
	}

}
