package io.servicegroup.tooz.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A member in a process of another user. Arguments: URL and member id. Each round uses
 * every operation once and prints a line for the successful and the refused ones. It ends
 * when its stdin is closed.
 */
public final class SharingMember {

	private static final String GROUP = "g";

	private SharingMember() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Coordinator coordinator = Coordinators.get(args[0], args[1]);
		coordinator.watchElectedAsLeader(GROUP, (event) -> {
		});
		boolean joined = false;
		while (System.in.available() == 0) {
			try {
				if (!joined) {
					coordinator.joinGroupCreate(GROUP, Map.of());
					joined = true;
				}
				coordinator.heartbeat();
				coordinator.runElectCoordinator();
				System.out.println("MEMBERS " + new TreeSet<>(coordinator.getMembers(GROUP)));
				coordinator.getLeader(GROUP).ifPresent((leader) -> System.out.println("LEADER " + leader.memberId()));
				coordinator.getLock("jobs/nightly").acquireOrThrow(Duration.ofSeconds(2)).close();
				System.out.println("LOCKED");
				coordinator.setAnnotation(GROUP, "annotation", args[1]);
				System.out.println("NOTED");
			}
			catch (CoordinationException ex) {
				System.out.println("REFUSED " + ex.getMessage());
			}
			Thread.sleep(200);
		}
	}

}
