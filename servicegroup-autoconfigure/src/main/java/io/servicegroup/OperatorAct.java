package io.servicegroup;

import java.time.Instant;

/**
 * What an operator did last with a member's switches, see {@link OperatorSwitches}.
 *
 * @param action {@code disable}, {@code enable}, {@code force-down} or
 * {@code clear-forced-down}
 * @param operator the operator's name
 * @param at when, by the clock of the application that was asked to
 * @since 0.1.0
 */
public record OperatorAct(String action, String operator, Instant at) {

	/** An operator has put the member out of service. */
	public static final String DISABLE = "disable";

	/** An operator has put the member back into service. */
	public static final String ENABLE = "enable";

	/** An operator has forced the member down. */
	public static final String FORCE_DOWN = "force-down";

	/** An operator has cleared that the member is forced down. */
	public static final String CLEAR_FORCED_DOWN = "clear-forced-down";

}
