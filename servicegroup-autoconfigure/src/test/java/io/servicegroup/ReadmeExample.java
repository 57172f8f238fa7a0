package io.servicegroup;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class Shards {

	private final ServiceGroupAPI serviceGroup;

	Shards(ServiceGroupAPI serviceGroup) {
		this.serviceGroup = serviceGroup;
	}

	boolean mayUse(String member) {
		return this.serviceGroup.serviceIsUp("web", member); // a look-up in memory
	}

	@EventListener
	void on(MemberLeftEvent event) {
		// event.group(), event.member().id(), event.asOf()
	}

}
