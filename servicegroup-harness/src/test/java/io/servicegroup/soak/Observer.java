package io.servicegroup.soak;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.servicegroup.Member;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Follows the group without standing in it, and keeps the events until they are fetched.
 */
final class Observer {

	private final LiveServiceGroupAPI api;

	private final String group;

	private final List<String> events = new ArrayList<>();

	Observer(String url, String group, String id) {
		this.group = group;
		this.api = new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(url), id), null,
				Duration.ofSeconds(1), List.of(this::heard));
		this.api.start();
		follow();
	}

	/** Asked once, a view is followed, whether it could be read yet or not. */
	private void follow() {
		try {
			this.api.view(this.group);
		}
		catch (ServiceGroupException ex) {
			// It is read again.
		}
	}

	private synchronized void heard(MemberEvent event) {
		if (event instanceof MemberJoinedEvent) {
			this.events.add("+" + event.member().id());
		}
		else if (event instanceof MemberLeftEvent) {
			this.events.add("-" + event.member().id());
		}
	}

	/** See {@link Sample}. */
	String sample() {
		String heard = drain();
		String view = view();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		return "SAMPLE " + heap + " " + threads + " " + view + " " + heard;
	}

	private synchronized String drain() {
		String heard = this.events.isEmpty() ? "-" : String.join(",", this.events);
		this.events.clear();
		return heard;
	}

	private String view() {
		try {
			List<Member> members = this.api.getAll(this.group);
			return members.isEmpty() ? "-" : members.stream().map(Member::id).collect(Collectors.joining(","));
		}
		catch (ServiceGroupException ex) {
			return "unavailable";
		}
	}

}
