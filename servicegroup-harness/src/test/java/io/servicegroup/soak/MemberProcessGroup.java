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
 * One process as its parent sees it: who should stand in the group, and how often each
 * had a reason to leave it.
 */
final class MemberProcessGroup implements AutoCloseable {

	private final String name;

	private final String url;

	private final Tally tally;

	/** By slot: who is a member, who would be. */
	private final String[] members;

	private final String[] ids;

	/** Heirs have names of their own: the store still knows who has died. */
	private int lives;

	private final Map<String, Integer> departures = new HashMap<>();

	/** What was done to each, and when, to tell how a violation came about. */
	private final Map<String, String> history = new HashMap<>();

	private final List<Sample> samples = new ArrayList<>();

	private long pausedAt;

	private List<String> paused = List.of();

	private SoakProcess process;

	private Replay replay;

	MemberProcessGroup(String name, String url, int size, Tally tally) {
		this.name = name;
		this.url = url;
		this.tally = tally;
		this.members = new String[size];
		this.ids = new String[size];
	}

	int size() {
		return this.ids.length;
	}

	void start() {
		this.process = new SoakProcess(this.url, "soak", size(), this.tally::violation);
		this.replay = new Replay();
	}

	/** Puts a coordinator into each slot, which joins. */
	void fill() {
		for (int slot = 0; slot < size(); slot++) {
			this.ids[slot] = heir(slot);
			this.process.tell("FILL", slot, this.ids[slot]);
			this.members[slot] = this.ids[slot];
			this.tally.joined();
		}
	}

	private String heir(int slot) {
		return this.name + "-" + slot + "-" + ++this.lives;
	}

	/** A member leaves or dies; who is none joins. */
	void strike(int slot, boolean deadly) {
		if (this.process.isBusy(slot)) {
			return;
		}
		if (this.members[slot] == null) {
			this.process.tell("JOIN", slot, this.ids[slot]);
			note(this.ids[slot], "joins");
			this.members[slot] = this.ids[slot];
			this.tally.joined();
			return;
		}
		departs(slot);
		note(this.members[slot], deadly ? "dies" : "leaves");
		this.members[slot] = null;
		if (deadly) {
			this.ids[slot] = heir(slot);
			this.tally.died();
		}
		else {
			this.tally.left();
		}
		this.process.tell(deadly ? "DIE" : "LEAVE", slot, this.ids[slot]);
	}

	private void note(String id, String what) {
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
		this.tally.paused();
		this.pausedAt = System.nanoTime();
		this.paused = present().toList();
		this.process.pause();
	}

	/**
	 * It may have been long enough for its members to be taken for dead. Measured, since
	 * on a busy machine it takes its time to stop a process and to wake it.
	 */
	void resume(Duration timeout) {
		this.process.resume();
		double timeouts = (double) (System.nanoTime() - this.pausedAt) / timeout.toNanos();
		for (String id : this.paused) {
			note(id, String.format("paused %.2f timeouts", timeouts));
			if (timeouts >= 0.5) {
				this.departures.merge(id, 1, Integer::sum);
			}
		}
	}

	void kill() {
		this.tally.killed();
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

	void compare(Set<String> truth, Map<String, Integer> departures, Map<String, String> histories)
			throws InterruptedException {
		Sample sample = this.process.sample();
		this.samples.add(sample);
		this.tally.compared(this.name + "'s view", truth, sample.view());
		int errors = this.replay.apply(sample.events());
		this.tally.replayed(this.name + "'s replay", errors, truth, this.replay.members());
		this.replay.departures().replaceAll((id, count) -> {
			int reasons = departures.getOrDefault(id, 0);
			if (count > reasons) {
				this.tally.falseDown(this.name + " was told " + count + " times that " + id + " left, which had "
						+ reasons + " reasons" + histories.getOrDefault(id, ""));
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
