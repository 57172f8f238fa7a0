package io.servicegroup.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import static org.awaitility.Awaitility.await;

/**
 * All processes and their members. Injects faults, and compares the observers' views with
 * the members that should be registered. Used by one thread.
 */
final class MemberProcesses implements AutoCloseable {

	/** Only every n-th process is killed. The heap of the others is compared. */
	private static final int KILL_INTERVAL = 4;

	private final List<MemberProcess> processes = new ArrayList<>();

	private final Map<MemberProcess, Long> paused = new LinkedHashMap<>();

	private final Plan plan;

	private final Random random;

	private final SoakStatistics statistics;

	MemberProcesses(String url, Plan plan, SoakStatistics statistics) {
		this.plan = plan;
		this.statistics = statistics;
		this.random = new Random(plan.seed());
		for (int i = 0; i < plan.processes(); i++) {
			this.processes.add(new MemberProcess("p" + i, url, plan.members() / plan.processes(), statistics));
		}
	}

	void start() {
		this.processes.forEach(MemberProcess::start);
		this.processes.forEach(MemberProcess::fill);
		awaitDone();
	}

	/** Pauses or kills a random process, or makes a random member leave, die or join. */
	void injectFault() {
		resumeUntil(System.nanoTime());
		MemberProcess process = this.processes.get(this.random.nextInt(this.processes.size()));
		int chance = this.random.nextInt(100);
		int slot = this.random.nextInt(process.size());
		if (chance < 4) {
			pause(process);
		}
		else if (chance < 6) {
			kill(this.random.nextInt(this.processes.size()));
		}
		else {
			process.changeMembership(slot, this.random.nextInt(3) == 0);
		}
	}

	/** Pauses a whole process, including its observer. */
	private void pause(MemberProcess process) {
		double timeouts = this.random.nextDouble(0.2, 3);
		if (this.paused.size() < Math.max(1, this.processes.size() / 4) && !this.paused.containsKey(process)) {
			process.pause();
			this.paused.put(process, System.nanoTime() + (long) (this.plan.timeout().toNanos() * timeouts));
		}
	}

	private void kill(int index) {
		MemberProcess process = this.processes.get(index - index % KILL_INTERVAL);
		if (!this.paused.containsKey(process)) {
			process.kill();
			process.start();
			process.fill();
		}
	}

	private void resumeUntil(long moment) {
		this.paused.entrySet().removeIf((entry) -> {
			boolean due = entry.getValue() <= moment;
			if (due) {
				entry.getKey().resume(this.plan.timeout());
			}
			return due;
		});
	}

	/** Resumes all processes, and waits until all commands have been carried out. */
	void awaitDone() {
		resumeUntil(Long.MAX_VALUE);
		await("all commands are carried out").atMost(Duration.ofMinutes(3))
			.until(() -> this.processes.stream().noneMatch(MemberProcess::isBusy));
	}

	/**
	 * Compares what each process's observer sees with the members that should be
	 * registered.
	 */
	void compare() throws InterruptedException {
		Set<String> expected = this.processes.stream().flatMap(MemberProcess::present).collect(Collectors.toSet());
		Map<String, Integer> departures = new LinkedHashMap<>();
		Map<String, String> histories = new LinkedHashMap<>();
		this.processes.forEach((process) -> {
			departures.putAll(process.departures());
			histories.putAll(process.history());
		});
		for (MemberProcess process : this.processes) {
			process.compare(expected, departures, histories);
		}
		this.statistics.quiet();
	}

	/** Returns the samples of the processes that were never killed. */
	List<List<Sample>> longLived() {
		List<List<Sample>> all = new ArrayList<>();
		for (int i = 0; i < this.processes.size(); i++) {
			if (i % KILL_INTERVAL != 0 || this.processes.size() == 1) {
				all.add(this.processes.get(i).samples());
			}
		}
		return all;
	}

	@Override
	public void close() {
		this.processes.forEach(MemberProcess::close);
	}

}
