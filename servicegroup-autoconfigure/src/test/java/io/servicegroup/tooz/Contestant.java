package io.servicegroup.tooz;

import java.io.IOException;

/**
 * A holder of a lock, or a candidate for the leadership of a group, in a process of its
 * own, which a test may freeze and kill. Arguments: URL, member, {@code lock} or
 * {@code leader}, the lock's name or the group's id. Says a line each for what happens.
 * Lives until its stdin ends, which is no later than the test's end.
 */
public final class Contestant {

	private Contestant() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Coordinator coordinator = Coordinators.get(args[0], args[1]);
		coordinator.start();
		new Heart("heart", coordinator::heartbeat, () -> coordinator.shortestTimeout().dividedBy(3)).start();
		if (args[2].equals("lock")) {
			contendForLock(coordinator, args[3]);
		}
		else {
			contendForLeadership(coordinator, args[3]);
		}
		while (System.in.read() >= 0) {
			continue;
		}
		Runtime.getRuntime().halt(0);
	}

	private static void contendForLock(Coordinator coordinator, String name) {
		DistributedLock lock = coordinator.getLock(name);
		lock.onLost(() -> say("LOST"));
		lock.acquire();
		say("HELD");
	}

	private static void contendForLeadership(Coordinator coordinator, String group) {
		coordinator.watchElectedAsLeader(group, (event) -> say("ELECTED"));
		coordinator.watchRevokedAsLeader(group, (event) -> say("REVOKED"));
		new Heart("campaign", coordinator::runElectCoordinator, () -> coordinator.shortestTimeout().dividedBy(10))
			.start();
	}

	private static synchronized void say(String line) {
		System.out.println("\n" + line);
	}

}
