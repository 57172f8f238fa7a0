package io.servicegroup.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupAPIFactory;
import io.servicegroup.ServiceGroupUnavailableException;

import org.springframework.context.ApplicationContext;
import org.springframework.context.Lifecycle;

/**
 * Waits for the application to notice what a test does. Does not wait for an application
 * that is stopped, or in which the library's API does not run, such as one with a mock.
 *
 * @param context the application
 * @param timeout the membership timeout
 */
record ApplicationUnderTest(ApplicationContext context, Duration timeout) {

	/** Until then, a recovered store may not list all members; with time to read it. */
	private Duration longestWait() {
		return this.timeout.plusSeconds(5);
	}

	/** Waits until the application is registered in its groups, by its own view. */
	void awaitMember() {
		await("is not a member: ", (api) -> {
			MembershipStatus status = api.getStatus();
			return status.isUp() && status.groups().stream().allMatch((group) -> hasSelf(api, group));
		});
	}

	private static boolean hasSelf(ServiceGroupAPI api, String group) {
		try {
			GroupView view = api.view(group);
			MemberSwitches switches = view.switches().getOrDefault(api.getMemberId(), MemberSwitches.NONE);
			return !view.stale() && (switches.forcedDown() || view.isUp(api.getMemberId()));
		}
		catch (ServiceGroupUnavailableException ex) {
			return false;
		}
	}

	/** Waits until the application leads each group that it is a candidate for. */
	void awaitElected() {
		await("is not elected: ", (api) -> api.getStatus().candidacies().stream().allMatch(api::isLeader));
	}

	void awaitRevoked(String group) {
		await("still leads group '" + group + "': ", (api) -> !api.isLeader(group));
	}

	/** Waits until the application's view of a group is what the store contains. */
	void awaitRead(String group) {
		await("has not read group '" + group + "': ", (api) -> {
			try {
				List<Member> stored = api.read(group).members();
				GroupView view = api.view(group);
				return !view.stale() && capabilities(view.members()).equals(capabilities(stored));
			}
			catch (ServiceGroupUnavailableException ex) {
				return isStale(api, group);
			}
		});
	}

	private static boolean isStale(ServiceGroupAPI api, String group) {
		try {
			return api.view(group).stale();
		}
		catch (ServiceGroupUnavailableException ex) {
			return true;
		}
	}

	private static Map<String, Map<String, ?>> capabilities(List<Member> members) {
		return members.stream().collect(Collectors.toMap(Member::id, Member::capabilities));
	}

	private void await(String problem, Predicate<ServiceGroupAPI> condition) {
		if (isRunning()) {
			ServiceGroupAPI api = this.context.getBean(ServiceGroupAPIFactory.class).get();
			if (!isMetInTime(() -> condition.test(api))) {
				throw new IllegalStateException("The application under test " + problem + api.getStatus());
			}
		}
	}

	private boolean isMetInTime(BooleanSupplier condition) {
		long deadline = System.nanoTime() + longestWait().toNanos();
		boolean met = condition.getAsBoolean();
		while (!met && System.nanoTime() < deadline) {
			try {
				Thread.sleep(5);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
			met = condition.getAsBoolean();
		}
		return met;
	}

	private boolean isRunning() {
		return this.context.containsBean("serviceGroupLifecycle")
				&& this.context.getBean("serviceGroupLifecycle", Lifecycle.class).isRunning();
	}

}
