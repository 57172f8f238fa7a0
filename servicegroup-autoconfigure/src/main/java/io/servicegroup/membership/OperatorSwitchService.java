package io.servicegroup.membership;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.MemberSwitches;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.MemberFinder;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets operators' switches on members that are known. An unknown id is refused: a typing
 * error must not look like success to an operator who fences a host.
 */
final class OperatorSwitchService {

	private static final Logger logger = LoggerFactory.getLogger(OperatorSwitchService.class);

	/**
	 * As in Nova. Bounds the size of the record in the store that holds all switches of a
	 * group.
	 */
	private static final int LONGEST_REASON = 255;

	private final ServiceGroupDriver driver;

	private final LiveViews views;

	OperatorSwitchService(ServiceGroupDriver driver, LiveViews views) {
		this.driver = driver;
		this.views = views;
	}

	void disable(String group, String member, String reason, @Nullable String operator) {
		if (reason.isBlank() || reason.length() > LONGEST_REASON) {
			throw new InvalidServiceGroupException(
					"Member '" + member + "' of group '" + group + "' is not disabled: "
							+ (reason.isBlank() ? "there is no reason." : "the reason is too long."),
					"Say why, in at most " + LONGEST_REASON + " characters. Other operators can read it.", null);
		}
		set(group, member, "disabled: " + reason, () -> this.driver.disable(group, member, reason, operator));
	}

	void enable(String group, String member, @Nullable String operator) {
		set(group, member, "enabled", () -> this.driver.enable(group, member, operator));
		forget(group, member, new MemberSwitches(true, null, false));
	}

	void forceDown(String group, String member, @Nullable String operator) {
		set(group, member, "forced down", () -> this.driver.forceDown(group, member, operator));
	}

	void clearForcedDown(String group, String member, @Nullable String operator) {
		set(group, member, "no longer forced down", () -> this.driver.clearForcedDown(group, member, operator));
		forget(group, member, new MemberSwitches(false, null, true));
	}

	/** Forgets a lost switch that an operator does not want any more. */
	private void forget(String group, String member, MemberSwitches cleared) {
		LiveView view = this.views.peek(group);
		if (view != null) {
			view.lostSwitches().cleared(member, cleared);
		}
	}

	/** Sets the switches again that the store has lost. */
	Map<String, MemberSwitches> restoreLost(String group) {
		LiveView view = this.views.peek(group);
		Map<String, MemberSwitches> lost = (view != null) ? view.lostSwitches().lost() : Map.of();
		lost.forEach((member, switches) -> {
			if (switches.forcedDown()) {
				this.driver.forceDown(group, member);
				log(group, member, "forced down again: the store had lost this");
			}
			if (switches.disabled()) {
				this.driver.disable(group, member, String.valueOf(switches.reason()));
				log(group, member, "disabled again: the store had lost this: " + switches.reason());
			}
		});
		this.views.readAgain(group);
		return lost;
	}

	private void set(String group, String member, String what, Runnable set) {
		this.driver.checkGroup(group);
		requireKnown(group, member);
		set.run();
		log(group, member, what);
		this.views.readAgain(group);
	}

	private static void log(String group, String member, String what) {
		logger.info("Member '{}' of group '{}' was {}", Printable.of(member), Printable.of(group), Printable.of(what));
	}

	/**
	 * Refuses a member that is not known. A member that this application has seen while
	 * it follows the group is known, dead or alive, even if the store no longer lists it.
	 */
	private void requireKnown(String group, String member) {
		LiveView view = this.views.peek(group);
		if (view != null && view.hasSeen(member)) {
			return;
		}
		GroupListing listing = this.driver.read(group);
		Set<String> known = new TreeSet<>(listing.switches().keySet());
		listing.members().forEach((one) -> known.add(one.id()));
		if (!known.contains(member) && !MemberFinder.of(this.driver).knows(group, member)) {
			throw new InvalidServiceGroupException("There is no member '" + member + "' in group '" + group + "'.",
					known.isEmpty() ? "The group has no members. Check its name."
							: "Use one of these members: " + String.join(", ", known) + ".",
					null);
		}
	}

}
