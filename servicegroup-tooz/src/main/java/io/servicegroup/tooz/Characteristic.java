package io.servicegroup.tooz;

/**
 * A guarantee of a backend, under its name in tooz. Each backend has at least the
 * characteristics of tooz's driver.
 *
 * @since 0.1.0
 */
public enum Characteristic {

	/**
	 * Memberships and locks end with a session or a process, and have no timeout of their
	 * own.
	 */
	NON_TIMEOUT_BASED,

	/** Threads of one process can coordinate. */
	DISTRIBUTED_ACROSS_THREADS,

	/** Processes of one host can coordinate. */
	DISTRIBUTED_ACROSS_PROCESSES,

	/** Processes of several hosts can coordinate. */
	DISTRIBUTED_ACROSS_HOSTS,

	/** Each operation takes effect for all clients before it returns. */
	LINEARIZABLE,

	/** The operations of one process take effect in the order of the calls. */
	SEQUENTIAL,

	/** Operations that depend on each other take effect in that order. */
	CAUSAL,

	/** The result is the same as if all operations ran one after the other. */
	SERIALIZABLE,

	/** During a network partition, all clients see the same data. */
	SAME_VIEW_UNDER_PARTITIONS,

	/** At any time, all clients see the same data, whichever server they ask. */
	SAME_VIEW_ACROSS_CLIENTS

}
