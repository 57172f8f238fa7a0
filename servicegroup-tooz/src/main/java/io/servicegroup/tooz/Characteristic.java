package io.servicegroup.tooz;

/**
 * A guarantee of a backend, under the name that tooz gives it. Each backend has the
 * characteristics of tooz's driver.
 */
public enum Characteristic {

	/** State ends with a session or a process, not by a timeout of its own. */
	NON_TIMEOUT_BASED,

	/** Works across threads. */
	DISTRIBUTED_ACROSS_THREADS,

	/** Works across processes. */
	DISTRIBUTED_ACROSS_PROCESSES,

	/** Works across hosts. */
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
