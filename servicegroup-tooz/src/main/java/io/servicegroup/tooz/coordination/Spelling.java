package io.servicegroup.tooz.coordination;

import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Suggests the known name that is closest to a wrong one.
 */
final class Spelling {

	private Spelling() {
	}

	/**
	 * Returns the suggestion.
	 * @return a sentence with a leading blank, or an empty text if no name is close
	 */
	static String suggestion(String wrong, Stream<String> known) {
		return known.min(Comparator.comparingInt((name) -> distance(wrong, name)))
			.filter((name) -> distance(wrong, name) <= Math.max(2, name.length() / 3))
			.map((name) -> " Did you mean '" + name + "'?")
			.orElse("");
	}

	/** Returns the Levenshtein distance. */
	private static int distance(String a, String b) {
		int[] row = new int[b.length() + 1];
		for (int i = 0; i <= a.length(); i++) {
			int diagonal = i - 1;
			for (int j = 0; j <= b.length(); j++) {
				int above = row[j];
				row[j] = (i == 0) ? j : (j == 0) ? i : Math.min(Math.min(above, row[j - 1]) + 1,
						diagonal + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1));
				diagonal = above;
			}
		}
		return row[b.length()];
	}

}
