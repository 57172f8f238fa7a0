package io.servicegroup.soak;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One process with several members, which is started again after a kill. Records which
 * members should be registered, and how often each had a reason to leave.
 */
final class MemberProcess implements AutoCloseable {

	private final String name;

	private final String url;

	private final SoakStatistics statistics;

	/**
	 * By slot: the id of the member, or {@code null} if none has joined; and the id that
	 * the slot's coordinator uses.
	 */
	private final String[] members;

	private final String[] ids;

	/**
	 * Counts ids. The successor of a dead member has a new id, because the store may
	 * still list the old one.
	 */
	private int generation;

	private final Map<String, Integer> departures = new HashMap<>();

	/**
	 * The actions on each member and their times, which are part of a violation's text.
	 */
	private final Map<String, String> history = new HashMap<>();

	private final List<Sample> samples = new ArrayList<>();

	private long pausedAt;

	private List<String> paused = List.of();

	private SoakProcess process;

	private Replay replay;

	MemberProcess(String name, String url, int size, SoakStatistics statistics) {
		this.name = name;
		this.url = url;
		this.statistics = statistics;
		this.members = new String[size];
		this.ids = new String[size];
	}

	int size() {
		return this.ids.length;
	}

	void start() {
		this.process = new SoakProcess(this.url, "soak", size(), this.statistics::violation);
		this.replay = new Replay();
	}

	/** Opens a coordinator in each slot and joins the group. */
	void fill() {
		for (int slot = 0; slot < size(); slot++) {
			this.ids[slot] = nextId(slot);
			this.process.sendCommand("FILL", slot, this.ids[slot]);
			this.members[slot] = this.ids[slot];
			this.statistics.joined();
		}
	}

	private String nextId(int slot) {
		return this.name + "-" + slot + "-" + ++this.generation;
	}

	/** Makes a slot's member leave or die, or join if it is no member. */
	void changeMembership(int slot, boolean deadly) {
		if (this.process.isBusy(slot)) {
			return;
		}
		if (this.members[slot] == null) {
			this.process.sendCommand("JOIN", slot, this.ids[slot]);
			record(this.ids[slot], "joins");
			this.members[slot] = this.ids[slot];
			this.statistics.joined();
			return;
		}
		departs(slot);
		record(this.members[slot], deadly ? "dies" : "leaves");
		this.members[slot] = null;
		if (deadly) {
			this.ids[slot] = nextId(slot);
			this.statistics.died();
		}
		else {
			this.statistics.left();
		}
		this.process.sendCommand(deadly ? "DIE" : "LEAVE", slot, this.ids[slot]);
	}

	private void record(String id, String what) {
		long seconds = TimeUnit.MILLISECONDS.toSeconds(ManagementFactory.getRuntimeMXBean().getUptime());
		this.history.merge(id, ", " + what + " at " + seconds + " s", String::concat);
	}

	Map<String, String> history() {
		return this.history;
	}

	private void departs(int slot) {
		if (this.members[slot] != null) {
			this.departures.merge(this.members[slot], 1, Integer::sum);
		}
	}

	void pause() {
		this.statistics.paused();
		this.pausedAt = System.nanoTime();
		this.paused = present().toList();
		this.process.pause();
	}

	/**
	 * Resumes the process. If the pause was long enough, its members may have been
	 * reported as having left. The pause is measured, because on a busy machine stopping
	 * and resuming a process takes time.
	 */
	void resume(Duration timeout) {
		this.process.resume();
		double timeouts = (double) (System.nanoTime() - this.pausedAt) / timeout.toNanos();
		for (String id : this.paused) {
			record(id, String.format("paused %.2f timeouts", timeouts));
			if (timeouts >= 0.5) {
				this.departures.merge(id, 1, Integer::sum);
			}
		}
	}

	void kill() {
		this.statistics.killed();
		for (int slot = 0; slot < size(); slot++) {
			departs(slot);
		}
		this.process.close();
		Arrays.fill(this.members, null);
	}

	boolean isBusy() {
		return this.process.isBusy();
	}

	Stream<String> present() {
		return Arrays.stream(this.members).filter(Objects::nonNull);
	}

	Map<String, Integer> departures() {
		return this.departures;
	}

	void compare(Set<String> expected, Map<String, Integer> departures, Map<String, String> histories)
			throws InterruptedException {
		Sample sample = this.process.sample();
		this.samples.add(sample);
		this.statistics.compared(this.name + "'s view", expected, sample.view());
		int errors = this.replay.apply(sample.events());
		this.statistics.replayed(this.name + "'s replay", errors, expected, this.replay.members());
		this.replay.departures().replaceAll((id, count) -> {
			int reasons = departures.getOrDefault(id, 0);
			if (count > reasons) {
				this.statistics.falseDown(this.name + " received " + count + " left events of " + id + ", which had "
						+ reasons + " reasons to leave" + histories.getOrDefault(id, ""));
			}
			return Math.min(count, reasons);
		});
	}

	List<Sample> samples() {
		return this.samples;
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.close();
		}
	}

}
