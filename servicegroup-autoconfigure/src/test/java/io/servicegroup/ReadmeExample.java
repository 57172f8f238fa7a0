package io.servicegroup;

import java.time.Duration;

import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Partitioner;
import io.servicegroup.tooz.Partitions;

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
		this.serviceGroup.runIfLeader("web", this.work);
	}

	@EventListener
	void on(LeadershipEvent event) {
		// a LeaderElectedEvent or LeaderRevokedEvent: group(), fencingToken(), at()
	}

}

@Component
class Invoices {

	private final DistributedLocks locks;

	Invoices(DistributedLocks locks) {
		this.locks = locks;
	}

	void write(String month, Runnable work) {
		try (DistributedLock lock = this.locks.getLock("invoices-" + month).acquireOrThrow(Duration.ofSeconds(10))) {
			lock.onLost(Thread.currentThread()::interrupt);
			work.run(); // no other process writes them now, in Java or in Python
		}
	}

}

@Component
class Customers {

	private final Partitioner members;

	Customers(Partitions partitions) {
		this.members = partitions.follow("web");
		this.members.onRebalance((change) -> {
			// change.moved("customer-1") returns whether its owner has changed
		});
	}

	boolean isOurs(String customer) {
		return this.members.belongsToSelf(customer); // a look-up in memory
	}

}
