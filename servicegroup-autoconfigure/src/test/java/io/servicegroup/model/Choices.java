package io.servicegroup.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Enumerates all sequences of choices. {@link #advance} changes the last choice that has
 * another alternative, and resets the choices after it.
 */
final class Choices {

	private final List<Integer> taken = new ArrayList<>();

	private final List<Integer> alternatives = new ArrayList<>();

	private int next;

	/** Makes the next choice, and returns a number below the bound. */
	int below(int bound) {
		if (this.next == this.taken.size()) {
			this.taken.add(0);
			this.alternatives.add(bound);
		}
		return this.taken.get(this.next++);
	}

	/** Advances to the next sequence, and returns whether there is one. */
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
