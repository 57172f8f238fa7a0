package io.servicegroup;

import java.time.Duration;
import java.util.Map;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.coordination.Coordinators;

public class PlainJava {

	public static void main(String[] args) throws Exception {
		try (Coordinator coordinator = Coordinators.get(args[0], args[1])) {
			coordinator.start();
			coordinator.joinGroupCreate("web", Map.of("port", 8080));
			System.out.println("members: " + coordinator.getMembers("web"));

			coordinator.watchJoinGroup("web", (event) -> System.out.println(event.member() + " joined"));
			coordinator.watchLeaveGroup("web", (event) -> System.out.println(event.member() + " left"));
			coordinator.watchElectedAsLeader("web", (event) -> System.out.println("elected"));
			coordinator.watchRevokedAsLeader("web", (event) -> System.out.println("revoked"));

			// Two threads, so that a slow watcher does not delay the heartbeat.
			try (Heart heart = new Heart("heart", coordinator::heartbeat,
					() -> coordinator.shortestTimeout().dividedBy(3));
					Heart watchers = new Heart("watchers", coordinator::runWatchers, () -> Duration.ofSeconds(1))) {
				heart.start();
				watchers.start();
				try (DistributedLock lock = coordinator.getLock("invoices").acquireOrThrow(Duration.ofSeconds(10))) {
					System.out.println("the only one with " + lock.name());
				}
				System.in.read(); // until Enter is pressed
			}
		} // resigns, leaves, disconnects
		System.out.println("ended");
	}

}
