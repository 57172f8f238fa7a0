package io.servicegroup.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.LeadershipEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupAPI;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The code of an application that docs/testing.md tests.
 */
@Component
class Shards {

	private final ServiceGroupAPI serviceGroup;

	private final List<Object> events = new CopyOnWriteArrayList<>();

	Shards(ServiceGroupAPI serviceGroup) {
		this.serviceGroup = serviceGroup;
	}

	boolean mayUse(String member) {
		return this.serviceGroup.serviceIsUp("web", member);
	}

	boolean isLeader() {
		return this.serviceGroup.isLeader("web");
	}

	List<Object> events() {
		return this.events;
	}

	@EventListener
	void on(MemberEvent event) {
		this.events.add(event);
	}

	@EventListener
	void on(LeadershipEvent event) {
		this.events.add(event);
	}

	/** The application. */
	@SpringBootApplication
	static class Application {

	}

}
