package io.servicegroup.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.servicegroup.GroupView;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Status;

/**
 * The switches that operators have set on this application's own member. Stale views
 * count, too: an outage of the store clears no switch.
 *
 * @param memberId this application's member id
 * @param byGroup the switches by group; groups without any are left out
 */
record OwnSwitches(String memberId, Map<String, MemberSwitches> byGroup) {

	static OwnSwitches of(MembershipStatus status) {
		Map<String, MemberSwitches> byGroup = new TreeMap<>();
		for (String group : status.groups()) {
			GroupView view = status.views().get(group);
			@Nullable MemberSwitches switches = (view != null) ? view.switches().get(status.memberId()) : null;
			if (switches != null) {
				byGroup.put(group, switches);
			}
		}
		return new OwnSwitches(status.memberId(), byGroup);
	}

	/** Returns the health of the member, provided that its membership is up. */
	Status health() {
		if (this.byGroup.values().stream().anyMatch(MemberSwitches::forcedDown)) {
			return Status.DOWN;
		}
		return this.byGroup.isEmpty() ? Status.UP : Status.OUT_OF_SERVICE;
	}

	/** Returns a text for each switch: its effect, and how to revert it. */
	List<String> reasons() {
		List<String> reasons = new ArrayList<>();
		this.byGroup.forEach((group, switches) -> {
			if (switches.forcedDown()) {
				reasons.add("An operator forced this member down in group '" + group
						+ "': all members see it as down, even while it sends heartbeats. "
						+ undo("clear-forced-down", group));
			}
			if (switches.disabled()) {
				reasons.add("An operator disabled this member in group '" + group + "': " + switches.reason() + ". "
						+ undo("enable", group));
			}
		});
		return reasons;
	}

	private String undo(String action, String group) {
		return "To revert this, send action '" + action + "' to the endpoint servicegroup/" + group + "/"
				+ this.memberId + ".";
	}

}
