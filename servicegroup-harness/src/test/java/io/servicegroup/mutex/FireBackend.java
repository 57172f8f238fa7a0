package io.servicegroup.mutex;

import io.servicegroup.faults.FaultBackend;

/**
 * The backends whose locks are tested.
 */
enum FireBackend {

	ZOOKEEPER(FaultBackend.ZOOKEEPER, true),

	ETCD(FaultBackend.ETCD, true),

	/** The sessions of Python holders do not expire; those of Java holders do. */
	POSTGRESQL(FaultBackend.POSTGRESQL, true),

	MYSQL(FaultBackend.MARIADB, true),

	REDIS(FaultBackend.REDIS, true),

	MEMCACHED(FaultBackend.MEMCACHED, true),

	FILE(FaultBackend.FILE, false);

	private final FaultBackend backend;

	private final boolean expiring;

	FireBackend(FaultBackend backend, boolean expiring) {
		this.backend = backend;
		this.expiring = expiring;
	}

	FaultBackend backend() {
		return this.backend;
	}

	/**
	 * Whether a holder that sends no heartbeat for a timeout loses the lock. Otherwise it
	 * holds the lock until its process ends.
	 */
	boolean isExpiring() {
		return this.expiring;
	}

}
