package io.servicegroup.tck;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A holder of a lock, or a candidate for the leadership of a group, in a process of its
 * own, which a test may freeze and kill. Arguments: URL, member, {@code lock} or
 * {@code leader}, the lock's name or the group's id. Says a line each for what happens.
 * Lives until its stdin ends, which is no later than the test's end.
 */
public final class Contestant {

	private final Coordinator coordinator;

	private final Consumer<String> output;

	public Contestant(Coordinator coordinator, Consumer<String> output) {
		this.coordinator = coordinator;
		this.output = output;
	}

	public static void main(String[] args) throws IOException {
		Coordinator coordinator = Coordinators.get(args[0], args[1]);
		coordinator.start();
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
	 * Begins to contend.
	 * @param repeat repeats something on a thread of its own, by an interval
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
