package io.servicegroup.model;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The virtual time, and what is due in it. While a call is under way, time may pass: then
 * the other lanes do what is due, within that call. So everything interleaves on one
 * thread, and the same seed gives the same run.
 */
final class Timeline {

	private final PriorityQueue<Due> queue = new PriorityQueue<>();

	private final Runnable afterStep;

	private long now;

	/** When the innermost call that lets time pass comes back. */
	private long limit = Long.MAX_VALUE;

	private long count;

	private long steps;

	Timeline(Runnable afterStep) {
		this.afterStep = afterStep;
	}

	long now() {
		return this.now;
	}

	long steps() {
		return this.steps;
	}

	void in(long nanos, Lane lane, Runnable action) {
		this.queue.add(new Due(this.now + Math.max(0, nanos), this.count++, lane, action));
	}

	/** Goes on with a lane. */
	void resume(Lane lane) {
		lane.resume().forEach((action) -> in(0, lane, action));
	}

	/** Lets time pass, but not beyond what an outer call waits for. */
	void pass(long nanos) {
		long outer = this.limit;
		this.limit = Math.min(outer, this.now + nanos);
		run(this.limit);
		this.limit = outer;
	}

	void run(long until) {
		List<Due> waiting = new ArrayList<>();
		for (Due next = this.queue.peek(); next != null && next.time <= until; next = this.queue.peek()) {
			this.queue.poll();
			if (next.lane.isPaused()) {
				next.lane.park(next.action);
			}
			else if (next.lane.isBusy()) {
				waiting.add(next);
			}
			else if (!next.lane.isEnded()) {
				step(next);
			}
		}
		this.now = Math.max(this.now, until);
		this.queue.addAll(waiting);
	}

	private void step(Due due) {
		this.now = Math.max(this.now, due.time);
		this.steps++;
		due.lane.run(due.action);
		this.afterStep.run();
	}

	private record Due(long time, long number, Lane lane, Runnable action) implements Comparable<Due> {

		@Override
		public int compareTo(Due other) {
			int byTime = Long.compare(this.time, other.time);
			return (byTime != 0) ? byTime : Long.compare(this.number, other.number);
		}

	}

}
