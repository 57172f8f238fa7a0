package io.servicegroup.mutex;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Runs for the leadership of a group, writes to the register when it is elected, stands
 * down, and so on, in a process of its own. Arguments as {@link FireWorker}'s, with the
 * group in the lock's place.
 */
public final class FireLeader {

	private static final long PATIENCE_SECONDS = 3;

	private FireLeader() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		LiveServiceGroupAPI api = new LiveServiceGroupAPI(
				new ToozServiceGroupDriver(Coordinators.parse(args[0]), args[1]), null, Duration.ofSeconds(1),
				List.of());
		BlockingQueue<LeaderElectedEvent> elected = new LinkedBlockingQueue<>();
		api.addLeadershipListener((event) -> {
			if (event instanceof LeaderElectedEvent election) {
				elected.add(election);
			}
		});
		RegisterLine register = new RegisterLine(Integer.parseInt(args[3]), args[1]);
		register.ask("TRY");
		api.joinElection(args[2]);
		while (true) {
			LeaderElectedEvent election = elected.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
			// One that has been revoked since is old news.
			if (election != null && api.isLeader(args[2])) {
				register.hold(token(election.fencingToken()));
				resign(api, args[2]);
			}
			register.ask("TRY");
		}
	}

	private static String token(OptionalLong token) {
		return token.isPresent() ? Long.toString(token.getAsLong()) : "-";
	}

	private static void resign(LiveServiceGroupAPI api, String group) {
		try {
			api.resign(group);
		}
		catch (ServiceGroupException ex) {
			System.out.println(ex);
		}
	}

}
