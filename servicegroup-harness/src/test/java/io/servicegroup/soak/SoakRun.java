package io.servicegroup.soak;

import java.time.Duration;
import java.util.Random;

import io.servicegroup.tck.servers.StoreServer;

/**
 * Runs the soak of one backend: members join, leave and die, and at every quiet moment
 * each observer's view has to be correct.
 *
 * @param backend the backend
 * @param plan the parameters
 * @param statistics counts actions and violations
 */
record SoakRun(SoakBackend backend, Plan plan, SoakStatistics statistics) {

	Growth run() throws InterruptedException {
		try (StoreServer server = this.backend.start();
				MemberProcesses processes = new MemberProcesses(
						server.url("timeout=" + this.plan.timeout().toSeconds()), this.plan, this.statistics)) {
			processes.start();
			long end = System.nanoTime() + this.plan.duration().toNanos();
			Random random = new Random(this.plan.seed());
			while (System.nanoTime() < end) {
				churn(processes, random);
				processes.awaitDone();
				Thread.sleep(this.plan.settling().toMillis());
				processes.compare();
			}
			Growth growth = new Growth(processes.longLived());
			if (!growth.isFlat()) {
				this.statistics.violation("Heap or threads grew: " + growth.heap() + ", " + growth.threads());
			}
			return growth;
		}
	}

	private void churn(MemberProcesses processes, Random random) throws InterruptedException {
		long until = System.nanoTime()
				+ this.plan.quietInterval().multipliedBy(random.nextInt(80, 121)).dividedBy(100).toNanos();
		while (System.nanoTime() < until) {
			processes.injectFault();
			Thread.sleep(Duration.ofMillis(random.nextInt(20, 400)).toMillis());
		}
	}

}
