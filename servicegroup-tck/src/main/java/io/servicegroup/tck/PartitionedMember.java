package io.servicegroup.tck;

import java.io.IOException;

import io.servicegroup.tck.servers.ColdStart;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.concurrent.Heart;

/**
 * A member of a partitioned group in a separate process that a test can kill. Arguments:
 * URL, member id and group id. It ends when its stdin is closed, at the latest when the
 * test ends.
 */
public final class PartitionedMember {

	private PartitionedMember() {
	}

	public static void main(String[] args) throws IOException {
		Coordinator coordinator = ColdStart.start(args[0], args[1]);
		coordinator.joinPartitionedGroup(args[2]);
		new Heart("heart", coordinator::heartbeat, () -> coordinator.shortestTimeout().dividedBy(3)).start();
		while (System.in.read() >= 0) {
			continue;
		}
		Runtime.getRuntime().halt(0);
	}

}
