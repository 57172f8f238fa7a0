package io.servicegroup.integration;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.LeadershipListener;
import io.servicegroup.ServiceGroupAPI;

import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.event.LeaderEventPublisher;

/**
 * Tells Spring Integration of leaderships, so that whatever has a role, named like the
 * group, starts and stops with them.
 */
public final class IntegrationLeaderEvents implements LeadershipListener {

	private final ServiceGroupAPI api;

	private final LeaderEventPublisher publisher;

	/**
	 * Creates the listener, which somebody has to register.
	 * @param api whom the events' context asks
	 * @param publisher where the events go
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
