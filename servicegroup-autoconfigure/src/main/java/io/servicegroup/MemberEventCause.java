package io.servicegroup;

/**
 * What a {@link MemberEvent} results from. Later versions may add causes: treat those
 * that you do not know as {@link #REGISTRATION}.
 *
 * @since 0.1.0
 */
public enum MemberEventCause {

	/**
	 * The member's own entry changed: it joined, left, expired, or has other
	 * capabilities.
	 */
	REGISTRATION,

	/**
	 * The member was in the group when the listener was first notified of it. When it
	 * joined is not known.
	 */
	PRESENT,

	/**
	 * An operator set or cleared a switch, see {@link OperatorSwitches}.
	 */
	OPERATOR,

	/**
	 * The store has lost a switch that an operator had set on the member, and it has not
	 * been set again. No operator has enabled the member or cleared its forced-down
	 * state. See {@link ServiceGroupAPI#restoreLostSwitches}.
	 */
	STORE_LOSS

}
