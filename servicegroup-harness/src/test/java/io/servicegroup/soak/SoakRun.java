package io.servicegroup.soak;

import java.time.Duration;
import java.util.Random;

import io.servicegroup.tck.servers.StoreServer;

/**
 * One store in a soak: members come and go, and at every quiet moment everybody has to
 * see what is.
 *
 * @param backend the store
 * @param plan what is done
 * @param tally what is counted
 */
record SoakRun(SoakBackend backend, Plan plan, Tally tally) {

	Growth run() throws InterruptedException {
		try (StoreServer server = this.backend.start();
				MemberProcesses crew = new MemberProcesses(server.url("timeout=" + this.plan.timeout().toSeconds()),
						this.plan, this.tally)) {
			crew.start();
			long end = System.nanoTime() + this.plan.duration().toNanos();
			Random random = new Random(this.plan.seed());
			while (System.nanoTime() < end) {
				churn(crew, random);
				crew.settle();
				Thread.sleep(this.plan.settling().toMillis());
				crew.compare();
			}
			Growth growth = new Growth(crew.longLived());
			if (!growth.isFlat()) {
				this.tally.violation("Heap or threads grew: " + growth.heap() + ", " + growth.threads());
			}
			return growth;
		}
	}

	private void churn(MemberProcesses crew, Random random) throws InterruptedException {
		long until = System.nanoTime()
				+ this.plan.calm().multipliedBy(random.nextInt(80, 121)).dividedBy(100).toNanos();
		while (System.nanoTime() < until) {
			crew.strike();
			Thread.sleep(Duration.ofMillis(random.nextInt(20, 400)).toMillis());
		}
	}

}
