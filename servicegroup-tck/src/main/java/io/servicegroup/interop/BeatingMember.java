package io.servicegroup.interop;

import java.io.IOException;
import java.util.Map;

import io.servicegroup.tck.servers.ColdStart;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.concurrent.Heart;

/**
 * A Java member with heartbeats, in a separate process that a test can freeze and kill.
 * Arguments: URL, member id and group id. It ends when its stdin is closed, at the latest
 * when the test ends.
 */
public final class BeatingMember {

	private BeatingMember() {
	}

	public static void main(String[] args) throws IOException {
		Coordinator coordinator = ColdStart.start(args[0], args[1]);
		coordinator.joinGroupCreate(args[2], Map.of("language", "java"));
		Heart heart = new Heart("heart", coordinator::heartbeat, () -> coordinator.membershipTimeout().dividedBy(3));
		heart.start();
		while (System.in.read() >= 0) {
			continue;
		}
		Runtime.getRuntime().halt(0);
	}

}
