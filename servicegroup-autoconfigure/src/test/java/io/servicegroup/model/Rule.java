package io.servicegroup.model;

/**
 * What must hold after each step; the numbers are of the design's rules of correctness.
 */
enum Rule {

	/** 1: a view lists exactly what the store listed when it was read. */
	VIEWS_NEVER_LIE,

	/** 1, 5: the store lists no member that was silent for longer than the timeout. */
	NO_GHOSTS,

	/** 1: the time of a view increases. */
	AS_OF_GROWS,

	/** 2: joined and left alternate, and replaying the events gives the view. */
	EVENTS_MAKE_THE_VIEW,

	/** 7: a failed reading makes a view stale, not another one, and sends no event. */
	STALE_NOT_EMPTY,

	/**
	 * 4: a live member that reaches the store is registered within one heartbeat + 1 s,
	 * with its newest capabilities.
	 */
	HEALED,

	/** 4: a member that has left does not come back, and is gone within the same time. */
	GONE,

	/** A second process with the same id does not affect the first. */
	DUPLICATE_HARMS_NOBODY,

	/**
	 * 7: no problem is reported only if the last successful heartbeat is younger than the
	 * timeout.
	 */
	HEALTH_IS_TRUE,

	/** At most one process leads. */
	ONE_LEADER,

	/** After the faults, every view is correct. */
	QUIET_IS_TRUE

}
