package io.servicegroup.soak;

import java.util.List;
import java.util.Set;

/**
 * What one process said at a quiet moment.
 *
 * @param heap its heap in bytes, after a full collection
 * @param threads its threads
 * @param view the members that its observer sees
 * @param events what the observer was told since the last time: {@code +id} or
 * {@code -id}
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
