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
 * All the processes with their members, what is done to them, and so who has to be seen.
 * Used by one thread.
 */
final class MemberProcesses implements AutoCloseable {

	/** Every so many processes one may be killed; the heap of the others is compared. */
	private static final int MORTAL = 4;

	private final List<MemberProcessGroup> teams = new ArrayList<>();

	private final Map<MemberProcessGroup, Long> asleep = new LinkedHashMap<>();

	private final Plan plan;

	private final Random random;

	private final Tally tally;

	MemberProcesses(String url, Plan plan, Tally tally) {
		this.plan = plan;
		this.tally = tally;
		this.random = new Random(plan.seed());
		for (int i = 0; i < plan.processes(); i++) {
			this.teams.add(new MemberProcessGroup("p" + i, url, plan.members() / plan.processes(), tally));
		}
	}

	void start() {
		this.teams.forEach(MemberProcessGroup::start);
		this.teams.forEach(MemberProcessGroup::fill);
		settle();
	}

	/** Does something to somebody, as chance has it. */
	void strike() {
		wake(System.nanoTime());
		MemberProcessGroup team = this.teams.get(this.random.nextInt(this.teams.size()));
		int chance = this.random.nextInt(100);
		int slot = this.random.nextInt(team.size());
		if (chance < 4) {
			pause(team);
		}
		else if (chance < 6) {
			kill(this.random.nextInt(this.teams.size()));
		}
		else {
			team.strike(slot, this.random.nextInt(3) == 0);
		}
	}

	/** Whole processes are paused, the observer included. */
	private void pause(MemberProcessGroup team) {
		double timeouts = this.random.nextDouble(0.2, 3);
		if (this.asleep.size() < Math.max(1, this.teams.size() / 4) && !this.asleep.containsKey(team)) {
			team.pause();
			this.asleep.put(team, System.nanoTime() + (long) (this.plan.timeout().toNanos() * timeouts));
		}
	}

	private void kill(int index) {
		MemberProcessGroup team = this.teams.get(index - index % MORTAL);
		if (!this.asleep.containsKey(team)) {
			team.kill();
			team.start();
			team.fill();
		}
	}

	private void wake(long moment) {
		this.asleep.entrySet().removeIf((sleeper) -> {
			boolean due = sleeper.getValue() <= moment;
			if (due) {
				sleeper.getKey().resume(this.plan.timeout());
			}
			return due;
		});
	}

	/** Wakes all, and waits until everything that was told is done. */
	void settle() {
		wake(Long.MAX_VALUE);
		await("everything is done").atMost(Duration.ofMinutes(3))
			.until(() -> this.teams.stream().noneMatch(MemberProcessGroup::isBusy));
	}

	/** Asks all what they see, and compares it with what is. */
	void compare() throws InterruptedException {
		Set<String> truth = this.teams.stream().flatMap(MemberProcessGroup::present).collect(Collectors.toSet());
		Map<String, Integer> departures = new LinkedHashMap<>();
		Map<String, String> histories = new LinkedHashMap<>();
		this.teams.forEach((team) -> {
			departures.putAll(team.departures());
			histories.putAll(team.history());
		});
		for (MemberProcessGroup team : this.teams) {
			team.compare(truth, departures, histories);
		}
		this.tally.quiet();
	}

	/** Those processes that nobody has killed. */
	List<List<Sample>> longLived() {
		List<List<Sample>> all = new ArrayList<>();
		for (int i = 0; i < this.teams.size(); i++) {
			if (i % MORTAL != 0 || this.teams.size() == 1) {
				all.add(this.teams.get(i).samples());
			}
		}
		return all;
	}

	@Override
	public void close() {
		this.teams.forEach(MemberProcessGroup::close);
	}

}
