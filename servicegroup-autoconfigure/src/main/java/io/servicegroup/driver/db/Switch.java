package io.servicegroup.driver.db;

import io.servicegroup.MemberSwitches;
import io.servicegroup.driver.SwitchAnnotations;
import org.jspecify.annotations.Nullable;

/**
 * A change of one operator's switch, for the columns of the table.
 *
 * @param member the member's id
 * @param on the switch as set
 * @param off whether it is cleared
 */
record Switch(String member, MemberSwitches on, boolean off) {

	/** Parses an annotation, see {@link SwitchAnnotations}. */
	static Switch of(String key, @Nullable String text) {
		boolean disabled = key.startsWith(SwitchAnnotations.DISABLED);
		String member = key.substring((disabled ? SwitchAnnotations.DISABLED : SwitchAnnotations.FORCED_DOWN).length());
		ColumnLimits.checkId("member", member);
		if (disabled && text != null) {
			ColumnLimits.checkReason(text);
		}
		return new Switch(member, new MemberSwitches(disabled, disabled ? text : null, !disabled), text == null);
	}

	boolean write(MemberTable table, String group) {
		if (!this.off) {
			table.turnOn(group, this.member, this.on);
		}
		else if (this.on.disabled()) {
			table.enable(group, this.member);
		}
		else {
			table.clearForcedDown(group, this.member);
		}
		return true;
	}

}
