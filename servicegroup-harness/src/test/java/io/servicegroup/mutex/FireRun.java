package io.servicegroup.mutex;

import java.time.Duration;
import java.util.Random;

import io.servicegroup.faults.StrainedWorker;
import io.servicegroup.tck.servers.StoreServer;

import static org.awaitility.Awaitility.await;

/**
 * Tests one backend: workers compete for a lock, or for leadership, while they are killed
 * and paused, and while their store or its network is faulty. A register checks that no
 * two of them write at the same time.
 *
 * @param backend the backend
 * @param kind what the workers compete for
 * @param timeout the backend's timeout, in whole seconds
 * @param duration how long faults are injected
 * @param seed the seed of the faults; the workers' own random delays do not depend on it
 */
record FireRun(FireBackend backend, MutexKind kind, Duration timeout, Duration duration, long seed) {

	private static final Duration START = Duration.ofSeconds(60);

	/** A shorter run has no time for a strain of a worker's JVM and its recovery. */
	private static final Duration MIN_FOR_ERRORS = Duration.ofSeconds(30);

	/** Gives workers that were resumed last the time to finish their writes. */
	private static final Duration FINISH_TIME = Duration.ofSeconds(2);

	FireStatistics run() throws InterruptedException {
		Random random = new Random(this.seed);
		MutexChecker checker = new MutexChecker(this.backend.isExpiring(), System::nanoTime);
		try (StoreServer server = this.backend.backend().start();
				Register register = new Register(checker);
				MemberProcesses workers = new MemberProcesses(server, this.kind, checker, this.timeout, random)) {
			String url = server.url("timeout=" + this.timeout.toSeconds());
			workers.start(url, register.port());
			if (this.duration.compareTo(MIN_FOR_ERRORS) >= 0 && StrainedWorker.isApplicable(this.backend.backend())) {
				workers.startStrained(this.backend.backend(), server, url, register.port());
			}
			await("all workers").atMost(START).until(() -> register.present().size() == workers.size());
			injectFaults(workers, random);
			workers.resumeAll();
			Thread.sleep(FINISH_TIME.toMillis());
			workers.report();
			return checker.close();
		}
	}

	private void injectFaults(MemberProcesses workers, Random random) throws InterruptedException {
		long end = System.nanoTime() + this.duration.toNanos();
		long next = 0;
		while (System.nanoTime() < end) {
			workers.resumeDue();
			if (System.nanoTime() >= next) {
				workers.injectFault();
				next = System.nanoTime() + Duration.ofMillis(random.nextInt(400, 1600)).toNanos();
			}
			Thread.sleep(10);
		}
	}

}
