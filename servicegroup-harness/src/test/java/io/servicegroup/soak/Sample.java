package io.servicegroup.soak;

import java.util.List;
import java.util.Set;

/**
 * What one process reported at a quiet moment.
 *
 * @param heap its used heap in bytes, after a full garbage collection
 * @param threads the number of its threads
 * @param view the members in its observer's view
 * @param events the events that the observer received since the last sample: {@code +id}
 * for joined, {@code -id} for left
 */
record Sample(long heap, int threads, Set<String> view, List<String> events) {

	static Sample parse(String line) {
		String[] words = line.split(" ");
		return new Sample(Long.parseLong(words[1]), Integer.parseInt(words[2]), Set.copyOf(list(words[3])),
				list(words[4]));
	}

	private static List<String> list(String word) {
		return word.equals("-") ? List.of() : List.of(word.split(","));
	}

}
