package io.servicegroup.driver;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.servicegroup.MemberSwitches;

/**
 * Maps operators' switches to the annotations of a group. Each switch of each member has
 * its own key, so that concurrent changes do not overwrite each other.
 */
public final class SwitchAnnotations {

	/** Prefix of the key, followed by the member's id. The text is the reason. */
	public static final String DISABLED = "disabled/";

	/** Prefix of the key, followed by the member's id. The text is empty. */
	public static final String FORCED_DOWN = "forced-down/";

	private SwitchAnnotations() {
	}

	/**
	 * Returns the annotations for a member's switches.
	 * @param member the member's id
	 * @param switches its switches
	 * @return the texts by key
	 */
	public static Map<String, String> of(String member, MemberSwitches switches) {
		Map<String, String> annotations = new HashMap<>();
		if (switches.disabled()) {
			annotations.put(DISABLED + member, Objects.requireNonNullElse(switches.reason(), ""));
		}
		if (switches.forcedDown()) {
			annotations.put(FORCED_DOWN + member, "");
		}
		return annotations;
	}

	static Map<String, MemberSwitches> switches(Map<String, String> annotations) {
		Map<String, MemberSwitches> switches = new HashMap<>();
		annotations.forEach((key, text) -> {
			if (key.startsWith(DISABLED)) {
				switches.merge(key.substring(DISABLED.length()), new MemberSwitches(true, text, false),
						MemberSwitches::or);
			}
			else if (key.startsWith(FORCED_DOWN)) {
				switches.merge(key.substring(FORCED_DOWN.length()), new MemberSwitches(false, null, true),
						MemberSwitches::or);
			}
		});
		return switches;
	}

}
