package io.servicegroup.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plans the faults of a schedule, and what the applications do during it.
 */
final class Faults {

	private static final List<String> IDS = List.of("a", "b", "c");

	private static final long LONGEST = World.TIMEOUT.multipliedBy(2).toNanos();

	private final World world;

	private long updates;

	Faults(World world) {
		this.world = world;
	}

	/** Plans the schedule, and returns the time at which the faults end. */
	long plan() {
		int members = 1 + this.world.random(IDS.size());
		IDS.subList(0, members).forEach((id) -> this.world.in(this.world.random() % 1_000_000_000, () -> launch(id)));
		int count = this.world.random(12);
		long end = Duration.ofSeconds(2 + 2L * count).toNanos();
		for (int i = 0; i < count; i++) {
			this.world.in(this.world.random() % end, this::injectFault);
		}
		return end;
	}

	private void launch(String id) {
		Process process = this.world.launch(id);
		this.world.note(process, "starts");
		Map<String, Map<String, ?>> groups = new TreeMap<>();
		World.GROUPS.subList(0, this.world.random(3)).forEach((group) -> groups.put(group, capabilities()));
		process.start(groups, this.world.random(3) == 0);
	}

	private Map<String, ?> capabilities() {
		return Map.of("version", ++this.updates);
	}

	private String group() {
		return World.GROUPS.get(this.world.random(World.GROUPS.size()));
	}

	private void injectFault() {
		switch (this.world.random(16)) {
			case 0 -> wipe(this.world.random(2) == 0);
			case 1 -> makeUnavailable(this.world.random() % LONGEST, false);
			case 2 -> makeUnavailable(this.world.random() % LONGEST, true);
			case 3 -> loseData();
			case 4 -> {
				this.world.note(null, "the wall clock jumps");
				this.world.jump();
			}
			default -> act(anyProcess());
		}
	}

	private Process anyProcess() {
		return this.world.processes().isEmpty() ? null
				: this.world.processes().get(this.world.random(this.world.processes().size()));
	}

	private void wipe(boolean all) {
		this.world.note(null, "the store is wiped" + (all ? ", with all heartbeats" : ""));
		this.world.store().wipe(all);
		this.world.harmed();
	}

	private void makeUnavailable(long nanos, boolean frozen) {
		if (this.world.network().isAway()) {
			return;
		}
		this.world.note(null, "the store is " + (frozen ? "frozen" : "unavailable"));
		this.world.network().storeIsAway(frozen);
		boolean empty = !frozen && this.world.random(2) == 0;
		this.world.in(nanos, () -> {
			if (this.world.network().isAway()) {
				this.world.note(null, "the store is available again");
				this.world.network().storeIsBack();
			}
			if (empty) {
				wipe(true);
			}
		});
	}

	private void loseData() {
		String group = group();
		this.world.note(null, "the store loses data of " + group);
		if (this.world.random(2) == 0) {
			this.world.store().loseGroup(group);
		}
		else {
			this.world.store().loseEntry(group, IDS.get(this.world.random(IDS.size())));
		}
		this.world.harmed();
	}

	private void act(Process process) {
		if (process == null || process.isEnded()) {
			return;
		}
		String group = group();
		switch (this.world.random(9)) {
			case 0 -> kill(process);
			case 1 -> pause(process, this.world.random() % LONGEST);
			case 2 -> cut(process, this.world.random() % LONGEST);
			case 3 -> process.does("calls join " + group, () -> process.join(group, capabilities()));
			case 4 -> process.does("calls leave " + group, () -> process.leave(group));
			case 5, 6 -> process.does("calls updateCapabilities " + group, () -> process.update(group, capabilities()));
			case 7 -> stop(process, this.world.random(3) != 0);
			default -> launch(process.id());
		}
	}

	private void kill(Process process) {
		this.world.note(process, "is killed");
		process.end();
		if (this.world.random(3) != 0) {
			this.world.in(this.world.random() % LONGEST, () -> launch(process.id()));
		}
	}

	private void pause(Process process, long nanos) {
		// During a call, the simulated network pauses the process.
		if (process.isIdle() && !process.isPaused()) {
			this.world.note(process, "is paused");
			process.pause();
			this.world.in(nanos, () -> {
				this.world.note(process, "is resumed");
				process.resume();
			});
		}
	}

	private void cut(Process process, long nanos) {
		this.world.note(process, "is cut off");
		process.cut(true);
		this.world.in(nanos, () -> process.cut(false));
	}

	private void stop(Process process, boolean again) {
		process.does("stops", () -> {
			process.stop();
			long nanos = this.world.random() % World.TIMEOUT.toNanos();
			if (again) {
				this.world.in(nanos, process.client(), process::startAgain);
			}
			else {
				this.world.in(nanos, process.client(), process::close);
			}
		});
	}

	/** Ends all faults of processes. */
	void end() {
		for (Process process : List.copyOf(this.world.processes())) {
			process.cut(false);
			if (process.isPaused()) {
				process.resume();
			}
		}
	}

}
