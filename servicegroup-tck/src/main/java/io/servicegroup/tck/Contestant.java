package io.servicegroup.tck;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.servicegroup.tck.servers.ColdStart;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.concurrent.Heart;

/**
 * Contends for a lock or for the leadership of a group, in a separate process that a test
 * can freeze and kill. Arguments: URL, member id, {@code lock} or {@code leader}, and the
 * lock's name or the group's id. It prints one line for each event. It ends when its
 * stdin is closed, at the latest when the test ends.
 */
public final class Contestant {

	private final Coordinator coordinator;

	private final Consumer<String> output;

	public Contestant(Coordinator coordinator, Consumer<String> output) {
		this.coordinator = coordinator;
		this.output = output;
	}

	public static void main(String[] args) throws IOException {
		Coordinator coordinator = ColdStart.start(args[0], args[1]);
		repeat(coordinator::heartbeat, coordinator.shortestTimeout().dividedBy(3));
		new Contestant(coordinator, Contestant::say).contend(args[2], args[3], Contestant::repeat);
		while (System.in.read() >= 0) {
			continue;
		}
		Runtime.getRuntime().halt(0);
	}

	private static void repeat(Runnable work, Duration interval) {
		new Heart("contestant", work, () -> interval).start();
	}

	private static synchronized void say(String line) {
		System.out.println("\n" + line);
	}

	/**
	 * Starts to contend.
	 * @param kind {@code lock} or {@code leader}
	 * @param what the lock's name or the group's id
	 * @param repeat runs a task repeatedly at an interval, on a separate thread
	 */
	public void contend(String kind, String what, BiConsumer<Runnable, Duration> repeat) {
		if (kind.equals("lock")) {
			DistributedLock lock = this.coordinator.getLock(what);
			lock.onLost(() -> this.output.accept("LOST"));
			lock.acquire();
			this.output.accept("HELD");
		}
		else {
			this.coordinator.watchElectedAsLeader(what, (event) -> this.output.accept("ELECTED"));
			this.coordinator.watchRevokedAsLeader(what, (event) -> this.output.accept("REVOKED"));
			repeat.accept(this.coordinator::runElectCoordinator, this.coordinator.shortestTimeout().dividedBy(10));
		}
	}

}
