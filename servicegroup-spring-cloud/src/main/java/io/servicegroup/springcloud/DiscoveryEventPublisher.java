package io.servicegroup.springcloud;

import java.util.concurrent.atomic.AtomicLong;

import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;

import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/**
 * Publishes the changes of groups as Spring Cloud's events, upon which Spring Cloud
 * Gateway, for example, refreshes its routes.
 */
final class DiscoveryEventPublisher {

	private final ServiceGroupRegistration registration;

	private final ApplicationEventPublisher publisher;

	private final AtomicLong changes = new AtomicLong();

	DiscoveryEventPublisher(ServiceGroupRegistration registration, ApplicationEventPublisher publisher) {
		this.registration = registration;
		this.publisher = publisher;
	}

	@EventListener
	void onMemberEvent(MemberEvent event) {
		if (event instanceof MemberJoinedEvent && event.member().self()
				&& event.group().equals(this.registration.getServiceId())) {
			this.publisher.publishEvent(new InstanceRegisteredEvent<>(this, this.registration));
		}
		this.publisher.publishEvent(new HeartbeatEvent(this, this.changes.incrementAndGet()));
	}

}
