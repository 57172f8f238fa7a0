package io.servicegroup;

import java.time.Duration;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
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

@Component
class CleanUp {

	private final ServiceGroupAPI serviceGroup;

	private final Runnable work;

	CleanUp(ServiceGroupAPI serviceGroup, Runnable work) {
		this.serviceGroup = serviceGroup;
		this.work = work;
	}

	@Scheduled(fixedDelay = 60_000)
	void cleanUp() {
		if (this.serviceGroup.isLeader("web")) { // a look-up in memory
			this.work.run();
		}
	}

	@EventListener
	void on(LeadershipEvent event) {
		// a LeaderElectedEvent or LeaderRevokedEvent: group(), fencingToken(), at()
	}

}

@Component
class Invoices {

	private final Coordinator coordinator;

	Invoices(Coordinator coordinator) {
		this.coordinator = coordinator;
	}

	void write(String month, Runnable work) {
		try (DistributedLock lock = this.coordinator.getLock("invoices-" + month)
			.acquireOrThrow(Duration.ofSeconds(10))) {
			lock.onLost(Thread.currentThread()::interrupt);
			work.run(); // no other process writes them now, in Java or in Python
		}
	}

}
