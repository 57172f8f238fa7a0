package io.servicegroup.membership;

import java.util.Set;
import java.util.TreeSet;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.OperatorSwitches;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.MemberFinder;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.format.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets operators' switches on members that are known. An unknown id is refused: a typing
 * error must not look like success to an operator who fences a host.
 */
final class OperatorSwitchService implements OperatorSwitches {

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

	@Override
	public void disable(String group, String member, String reason) {
		if (reason.isBlank() || reason.length() > LONGEST_REASON) {
			throw new InvalidServiceGroupException(
					"Member '" + member + "' of group '" + group + "' is not disabled: "
							+ (reason.isBlank() ? "there is no reason." : "the reason is too long."),
					"Say why, in at most " + LONGEST_REASON + " characters. Other operators can read it.", null);
		}
		set(group, member, "disabled: " + reason, () -> this.driver.disable(group, member, reason));
	}

	@Override
	public void enable(String group, String member) {
		set(group, member, "enabled", () -> this.driver.enable(group, member));
	}

	@Override
	public void forceDown(String group, String member) {
		set(group, member, "forced down", () -> this.driver.forceDown(group, member));
	}

	@Override
	public void clearForcedDown(String group, String member) {
		set(group, member, "no longer forced down", () -> this.driver.clearForcedDown(group, member));
	}

	private void set(String group, String member, String what, Runnable set) {
		this.driver.checkGroup(group);
		requireKnown(group, member);
		set.run();
		logger.info("Member '{}' of group '{}' was {}", Printable.of(member), Printable.of(group), Printable.of(what));
		this.views.readAgain(group);
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
