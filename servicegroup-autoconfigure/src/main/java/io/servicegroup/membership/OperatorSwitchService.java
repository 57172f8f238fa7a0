package io.servicegroup.membership;

import java.util.Set;
import java.util.TreeSet;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.OperatorSwitches;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.MemberFinder;
import io.servicegroup.driver.ServiceGroupDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns operators' switches, of members that are known: a slip in an id must not look
 * like success, least of all to who has just fenced a host.
 */
final class OperatorSwitchService implements OperatorSwitches {

	private static final Logger logger = LoggerFactory.getLogger(OperatorSwitchService.class);

	/** As in Nova. The switches of a group share one record in the store. */
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
					"Say why, for the others to read, in at most " + LONGEST_REASON + " characters.", null);
		}
		turn(group, member, "disabled: " + reason, () -> this.driver.disable(group, member, reason));
	}

	@Override
	public void enable(String group, String member) {
		turn(group, member, "enabled", () -> this.driver.enable(group, member));
	}

	@Override
	public void forceDown(String group, String member) {
		turn(group, member, "forced down", () -> this.driver.forceDown(group, member));
	}

	@Override
	public void release(String group, String member) {
		turn(group, member, "released", () -> this.driver.release(group, member));
	}

	private void turn(String group, String member, String what, Runnable turn) {
		this.driver.checkGroup(group);
		requireKnown(group, member);
		turn.run();
		logger.info("Member '{}' of group '{}' was {}", member, group, what);
		this.views.readAgain(group);
	}

	/**
	 * One that was seen since this application follows the group is known, dead or alive,
	 * and whatever the store says now.
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
			throw new InvalidServiceGroupException(
					"There is no member '" + member + "' in group '" + group + "' to be switched.",
					known.isEmpty() ? "The group has no members; is its name right?"
							: "Name one of those there are: " + String.join(", ", known) + ".",
					null);
		}
	}

}
