package io.servicegroup.classpath;

import java.time.Duration;
import java.util.Map;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Joins a group, if the store has groups, and acquires and releases a lock.
 */
final class StoreProgram {

	private StoreProgram() {
	}

	public static void main(String[] args) {
		try {
			run(args[0]);
			System.out.println("ended");
		}
		catch (InvalidToozUrlException ex) {
			ex.printStackTrace();
			System.out.println("fix: " + ex.fix());
		}
	}

	private static void run(String url) {
		try (Coordinator coordinator = Coordinators.get(url, "program")) {
			coordinator.start();
			if (Coordinators.features(Coordinators.parse(url)).contains(Feature.GROUPS)) {
				coordinator.joinGroupCreate("group", Map.of("port", 8080));
				System.out.println("members: " + coordinator.getMembers("group"));
				coordinator.leaveGroup("group");
			}
			try (DistributedLock lock = coordinator.getLock("lock").acquireOrThrow(Duration.ofSeconds(10))) {
				System.out.println("holds the lock: " + lock.isAcquired());
			}
		}
	}

}
