package io.servicegroup.mutex;

/**
 * What the workers compete for.
 */
enum Prize {

	/** Half of them in Java, half in Python. */
	LOCK,

	/** By the API, which Python has not. */
	LEADERSHIP

}
