package io.servicegroup;

/**
 * The number of operators' switches that stores have lost since the application started,
 * in the groups that it follows.
 *
 * @param disabled how many members were disabled and are no longer
 * @param forcedDown how many members were forced down and are no longer
 * @since 0.1.0
 */
public record SwitchLosses(long disabled, long forcedDown) {

	/** No switch was lost. */
	public static final SwitchLosses NONE = new SwitchLosses(0, 0);

}
