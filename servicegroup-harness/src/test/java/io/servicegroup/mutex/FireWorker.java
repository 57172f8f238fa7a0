package io.servicegroup.mutex;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A process that repeatedly acquires a lock, writes to the register and releases the
 * lock. Arguments: URL, member, lock, the register's port. It ends when the register
 * does.
 */
public final class FireWorker {

	private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration RETRY_DELAY = Duration.ofMillis(100);

	private FireWorker() {
	}

	public static void main(String[] args) throws IOException {
		Coordinator coordinator = Coordinators.get(args[0], args[1]);
		start(coordinator);
		new Heart("heart", coordinator::heartbeat, () -> coordinator.shortestTimeout().dividedBy(3)).start();
		DistributedLock lock = coordinator.getLock(args[2]);
		boolean fenced = coordinator.features().contains(Feature.FENCING);
		RegisterClient register = new RegisterClient(Integer.parseInt(args[3]), args[1]);
		while (register.send("TRY")) {
			attempt(() -> {
				if (lock.acquire(ACQUIRE_TIMEOUT)) {
					register.hold(fenced ? Long.toString(lock.fencingToken().getAsLong()) : "-");
				}
			});
			attempt(lock::release);
		}
	}

	/** Starts it as soon as the store takes it. */
	private static void start(Coordinator coordinator) {
		while (true) {
			try {
				coordinator.start();
				return;
			}
			catch (CoordinationException ex) {
				System.out.println(ex);
				LockSupport.parkNanos(RETRY_DELAY.toNanos());
			}
		}
	}

	private static void attempt(Runnable step) {
		try {
			step.run();
		}
		catch (CoordinationException | OutOfMemoryError ex) {
			// Also if no thread can be started.
			System.out.println(ex);
		}
	}

}
