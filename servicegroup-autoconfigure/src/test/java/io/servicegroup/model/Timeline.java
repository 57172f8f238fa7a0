package io.servicegroup.model;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The virtual time and the scheduled actions. During a call, time may pass; then the
 * other simulated threads run their due actions within that call. So all threads
 * interleave on one real thread, and the same seed gives the same run.
 */
final class Timeline {

	private final PriorityQueue<Due> queue = new PriorityQueue<>();

	private final Runnable afterStep;

	private long now;

	/** The end of the innermost call during which time passes. */
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

	void in(long nanos, SimulatedThread thread, Runnable action) {
		this.queue.add(new Due(this.now + Math.max(0, nanos), this.count++, thread, action));
	}

	/** Resumes a simulated thread. */
	void resume(SimulatedThread thread) {
		thread.resume().forEach((action) -> in(0, thread, action));
	}

	/** Lets time pass, but not beyond the end of an outer call. */
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
			if (next.thread.isPaused()) {
				next.thread.park(next.action);
			}
			else if (next.thread.isBusy()) {
				waiting.add(next);
			}
			else if (!next.thread.isEnded()) {
				step(next);
			}
		}
		this.now = Math.max(this.now, until);
		this.queue.addAll(waiting);
	}

	private void step(Due due) {
		this.now = Math.max(this.now, due.time);
		this.steps++;
		due.thread.run(due.action);
		this.afterStep.run();
	}

	private record Due(long time, long number, SimulatedThread thread, Runnable action) implements Comparable<Due> {

		@Override
		public int compareTo(Due other) {
			int byTime = Long.compare(this.time, other.time);
			return (byTime != 0) ? byTime : Long.compare(this.number, other.number);
		}

	}

}
