package io.servicegroup.mutex;

import java.time.Duration;
import java.util.Random;

import io.servicegroup.tck.servers.StoreServer;

import static org.awaitility.Awaitility.await;

/**
 * One store under fire: workers that take a lock by turns, or lead, are killed and sent
 * to sleep all the time, and a register watches that they do not write at the same time.
 *
 * @param backend the store
 * @param prize what they compete for
 * @param timeout its timeout, in whole seconds
 * @param duration how long the fire lasts
 * @param seed settles the blows, as far as the workers' own chances let it
 */
record FireRun(FireBackend backend, Prize prize, Duration timeout, Duration duration, long seed) {

	private static final Duration START = Duration.ofSeconds(60);

	/** For those that were woken last to write what they still have in mind. */
	private static final Duration CALM = Duration.ofSeconds(2);

	Tally run() throws InterruptedException {
		Random random = new Random(this.seed);
		Ledger ledger = new Ledger(this.backend.isExpiring(), System::nanoTime);
		try (StoreServer server = this.backend.start();
				Register register = new Register(ledger);
				MemberProcesses crew = new MemberProcesses(ledger, this.timeout, random)) {
			crew.start(this.prize, server.url("timeout=" + this.timeout.toSeconds()), register.port());
			await("all workers").atMost(START).until(() -> register.present().size() == crew.size());
			fire(crew, random);
			crew.wakeAll();
			Thread.sleep(CALM.toMillis());
			crew.report();
			return ledger.close();
		}
	}

	private void fire(MemberProcesses crew, Random random) throws InterruptedException {
		long end = System.nanoTime() + this.duration.toNanos();
		long next = 0;
		while (System.nanoTime() < end) {
			crew.wake();
			if (System.nanoTime() >= next) {
				crew.strike();
				next = System.nanoTime() + Duration.ofMillis(random.nextInt(400, 1600)).toNanos();
			}
			Thread.sleep(10);
		}
	}

}
