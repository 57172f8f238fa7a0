package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * How the operators' switches of a member stand, see {@link OperatorSwitches}.
 *
 * @param disabled whether it is out of service
 * @param reason why it is out of service, or {@code null} if it is not
 * @param forcedDown whether it counts as down whatever it says itself
 */
public record MemberSwitches(boolean disabled, @Nullable String reason, boolean forcedDown) {

	/** Nothing is switched. */
	public static final MemberSwitches NONE = new MemberSwitches(false, null, false);

	/** A reason that is left over, as where somebody writes SQL, counts for nothing. */
	public MemberSwitches {
		reason = disabled ? reason : null;
	}

}
