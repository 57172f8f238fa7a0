package io.servicegroup.tooz;

/**
 * How a member left a group. Later versions may add constants.
 *
 * @since 0.1.0
 */
public enum Departure {

	/** The member left in order: its entry was removed by itself or on its behalf. */
	LEFT,

	/** The member stopped sending heartbeats, and its registration expired. */
	DIED

}
