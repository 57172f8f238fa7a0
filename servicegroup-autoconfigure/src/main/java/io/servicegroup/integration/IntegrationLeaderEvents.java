package io.servicegroup.integration;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.LeadershipListener;
import io.servicegroup.ServiceGroupAPI;

import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.event.LeaderEventPublisher;

/**
 * Publishes leaderships as Spring Integration's leader events, so that endpoints whose
 * role is the group's id start and stop with them.
 *
 * @since 0.1.0
 */
public final class IntegrationLeaderEvents implements LeadershipListener {

	private final ServiceGroupAPI api;

	private final LeaderEventPublisher publisher;

	/**
	 * Creates the listener. It must be registered with the API.
	 * @param api the API that the context of the events uses
	 * @param publisher the publisher of the events
	 */
	public IntegrationLeaderEvents(ServiceGroupAPI api, LeaderEventPublisher publisher) {
		this.api = api;
		this.publisher = publisher;
	}

	@Override
	public void onLeadershipEvent(LeadershipEvent event) {
		Context context = new GroupContext(this.api, event.group());
		if (event instanceof LeaderElectedEvent) {
			this.publisher.publishOnGranted(this, context, event.group());
		}
		else {
			this.publisher.publishOnRevoked(this, context, event.group());
		}
	}

	private record GroupContext(ServiceGroupAPI api, String group) implements Context {

		@Override
		public boolean isLeader() {
			return this.api.isLeader(this.group);
		}

		@Override
		public void yield() {
			this.api.resign(this.group);
		}

		@Override
		public String getRole() {
			return this.group;
		}

	}

}
