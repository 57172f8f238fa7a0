package io.servicegroup.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Every sequence of choices, one after the other: the last choice that has another
 * alternative takes it, and those after it begin again.
 */
final class Choices {

	private final List<Integer> taken = new ArrayList<>();

	private final List<Integer> alternatives = new ArrayList<>();

	private int next;

	/** Returns a number below the bound. */
	int below(int bound) {
		if (this.next == this.taken.size()) {
			this.taken.add(0);
			this.alternatives.add(bound);
		}
		return this.taken.get(this.next++);
	}

	/** Begins the next sequence, if there is one. */
	boolean advance() {
		this.next = 0;
		int last = this.taken.size() - 1;
		while (last >= 0 && this.taken.get(last) + 1 == this.alternatives.get(last)) {
			this.taken.remove(last);
			this.alternatives.remove(last);
			last--;
		}
		if (last >= 0) {
			this.taken.set(last, this.taken.get(last) + 1);
		}
		return last >= 0;
	}

}
