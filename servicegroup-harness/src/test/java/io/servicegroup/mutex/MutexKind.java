package io.servicegroup.mutex;

/**
 * What the workers compete for.
 */
enum MutexKind {

	/** A lock; half of the workers are Java, half Python. */
	LOCK,

	/** Leadership, by the API that only Java has. */
	LEADERSHIP

}
