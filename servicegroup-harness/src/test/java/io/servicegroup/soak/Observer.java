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
 * Observes the group without being a member, and keeps the events until they are fetched.
 */
final class Observer {

	private final LiveServiceGroupAPI api;

	private final String group;

	private final List<String> events = new ArrayList<>();

	Observer(String url, String group, String id) {
		this.group = group;
		this.api = new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(url), id), null,
				Duration.ofSeconds(1), List.of(this::received));
		this.api.publish();
		this.api.start();
		follow();
	}

	/** Starts the live view. It is kept up to date even if the first reading fails. */
	private void follow() {
		try {
			this.api.view(this.group);
		}
		catch (ServiceGroupException ex) {
			// The next poll reads again.
		}
	}

	private synchronized void received(MemberEvent event) {
		if (event instanceof MemberJoinedEvent) {
			this.events.add("+" + event.member().id());
		}
		else if (event instanceof MemberLeftEvent) {
			this.events.add("-" + event.member().id());
		}
	}

	/** Returns the line that {@link Sample#parse} reads. */
	String sample() {
		String received = drain();
		String view = view();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();
		return "SAMPLE " + heap + " " + threads + " " + view + " " + received;
	}

	private synchronized String drain() {
		String received = this.events.isEmpty() ? "-" : String.join(",", this.events);
		this.events.clear();
		return received;
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
