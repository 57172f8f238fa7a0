package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * The switches that operators have set on a member, see {@link OperatorSwitches}.
 *
 * @param disabled whether the member is out of service
 * @param reason why it is out of service, or {@code null} if it is in service
 * @param forcedDown whether the member counts as down, even while it sends heartbeats
 * @since 0.1.0
 */
public record MemberSwitches(boolean disabled, @Nullable String reason, boolean forcedDown) {

	/** No switch is set. */
	public static final MemberSwitches NONE = new MemberSwitches(false, null, false);

	/**
	 * Creates the switches. The reason is ignored unless the member is disabled: an SQL
	 * statement that enables a member may leave it in the row.
	 */
	public MemberSwitches {
		reason = disabled ? reason : null;
	}

	/**
	 * Returns the switches that are set in one of two.
	 * @param other the other switches
	 * @return the switches; with the reason of these if they are disabled
	 */
	public MemberSwitches or(MemberSwitches other) {
		return new MemberSwitches(this.disabled || other.disabled, this.disabled ? this.reason : other.reason,
				this.forcedDown || other.forcedDown);
	}

	/**
	 * Returns the switches that are set here, but not in the other.
	 * @param other the switches to leave out
	 * @return the remaining switches
	 */
	public MemberSwitches without(MemberSwitches other) {
		return new MemberSwitches(this.disabled && !other.disabled, this.reason, this.forcedDown && !other.forcedDown);
	}

}
