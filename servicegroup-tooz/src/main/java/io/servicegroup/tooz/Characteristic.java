package io.servicegroup.tooz;

/**
 * What can be relied on with a backend, in tooz's words; each backend has those that
 * tooz's driver has.
 */
public enum Characteristic {

	/** Its state does not end by a timeout of its own, but with a session or process. */
	NON_TIMEOUT_BASED,

	/** Works the same with several threads. */
	DISTRIBUTED_ACROSS_THREADS,

	/** Works the same with several processes. */
	DISTRIBUTED_ACROSS_PROCESSES,

	/** Works the same with several hosts. */
	DISTRIBUTED_ACROSS_HOSTS,

	/** Each operation takes effect before it returns, for everybody. */
	LINEARIZABLE,

	/** The operations of one process take effect in their order. */
	SEQUENTIAL,

	/** Operations that depend on each other take effect in their order. */
	CAUSAL,

	/** All operations are equivalent to some order of them, one by one. */
	SERIALIZABLE,

	/** A client cut off from the others sees no other data than they do. */
	SAME_VIEW_UNDER_PARTITIONS,

	/** All clients see the same at the same time, whichever server they ask. */
	SAME_VIEW_ACROSS_CLIENTS

}
