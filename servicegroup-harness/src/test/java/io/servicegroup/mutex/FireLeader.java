package io.servicegroup.mutex;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A process that repeatedly joins the election of a group, writes to the register when it
 * is elected, and resigns. Arguments as for {@link FireWorker}, with the group instead of
 * the lock.
 */
public final class FireLeader {

	private static final long ELECTION_TIMEOUT_SECONDS = 3;

	private static final Duration RETRY_DELAY = Duration.ofMillis(100);

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
		RegisterClient register = new RegisterClient(Integer.parseInt(args[3]), args[1]);
		register.send("TRY");
		api.joinElection(args[2]);
		while (true) {
			LeaderElectedEvent election = elected.poll(ELECTION_TIMEOUT_SECONDS, TimeUnit.SECONDS);
			// The leadership may have been revoked since the event.
			if (election != null && api.isLeader(args[2])) {
				register.hold(token(election.fencingToken()));
				resign(api, args[2]);
			}
			register.send("TRY");
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
		catch (OutOfMemoryError ex) {
			// No thread can be started. The leadership is not known to have ended.
			System.out.println(ex);
			LockSupport.parkNanos(RETRY_DELAY.toNanos());
			resign(api, group);
		}
	}

}
