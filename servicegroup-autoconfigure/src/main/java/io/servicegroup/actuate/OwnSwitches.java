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
 * How operators have switched this very member in its groups; from the views, stale or
 * not, as a store that is away takes no switch back.
 *
 * @param memberId this application's member id
 * @param byGroup the switches, of the groups where something is switched
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

	/** The health of a member that would be up. */
	Status health() {
		if (this.byGroup.values().stream().anyMatch(MemberSwitches::forcedDown)) {
			return Status.DOWN;
		}
		return this.byGroup.isEmpty() ? Status.UP : Status.OUT_OF_SERVICE;
	}

	/** A sentence for each switch: what it means, and how it is taken back. */
	List<String> reasons() {
		List<String> reasons = new ArrayList<>();
		this.byGroup.forEach((group, switches) -> {
			if (switches.forcedDown()) {
				reasons.add("An operator forced this member down in group '" + group
						+ "': it counts as down for everybody, whatever it says itself. " + undo("release", group));
			}
			if (switches.disabled()) {
				reasons.add("An operator disabled this member in group '" + group + "': " + switches.reason() + ". "
						+ undo("enable", group));
			}
		});
		return reasons;
	}

	private String undo(String action, String group) {
		return "To take it back: action '" + action + "' at the endpoint servicegroup/" + group + "/" + this.memberId
				+ ".";
	}

}
