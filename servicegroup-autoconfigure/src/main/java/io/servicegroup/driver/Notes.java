package io.servicegroup.driver;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.servicegroup.MemberSwitches;

/**
 * How the operators' switches are written into a group's notes: a key for each switch of
 * each member, so that who turns one does not turn another back.
 */
final class Notes {

	/** Before the member's id; the text is the reason. */
	static final String DISABLED = "disabled/";

	/** Before the member's id; there is no text. */
	static final String FORCED_DOWN = "forced-down/";

	private Notes() {
	}

	static Map<String, MemberSwitches> switches(Map<String, String> notes) {
		Map<String, MemberSwitches> switches = new HashMap<>();
		notes.forEach((key, text) -> {
			if (key.startsWith(DISABLED)) {
				switches.merge(key.substring(DISABLED.length()), new MemberSwitches(true, text, false), Notes::both);
			}
			else if (key.startsWith(FORCED_DOWN)) {
				switches.merge(key.substring(FORCED_DOWN.length()), new MemberSwitches(false, null, true), Notes::both);
			}
		});
		return switches;
	}

	private static MemberSwitches both(MemberSwitches one, MemberSwitches other) {
		return new MemberSwitches(one.disabled() || other.disabled(),
				Objects.requireNonNullElse(one.reason(), other.reason()), one.forcedDown() || other.forcedDown());
	}

}
