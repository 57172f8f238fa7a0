package io.servicegroup.tooz.spi;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Identifies a record of annotations from its creation until the store loses it, and
 * counts its changes. So a reader can tell an annotation that was removed from one that
 * the store has lost: the record is then missing, another one, or an older copy. Stored
 * as an annotation, so that a writer that does not know it keeps it.
 *
 * @param id a random id; empty for a record that was created without one
 * @param version increases with each change
 * @since 0.1.0
 */
public record RecordGeneration(String id, long version) {

	/**
	 * The key of the annotation. A store that keeps the annotations in several records
	 * appends the id of each.
	 */
	public static final String KEY = "generation/";

	/**
	 * Parses the text of the annotation. Any text is valid, as other programs may have
	 * written it.
	 * @param text the text
	 * @return the generation
	 */
	public static RecordGeneration parse(String text) {
		int slash = text.lastIndexOf('/');
		try {
			return (slash < 0) ? new RecordGeneration(text, 0)
					: new RecordGeneration(text.substring(0, slash), Long.parseLong(text.substring(slash + 1)));
		}
		catch (NumberFormatException ex) {
			return new RecordGeneration(text, 0);
		}
	}

	/** Returns the text for the next change of a record. */
	static String next(@Nullable String text) {
		RecordGeneration last = (text != null) ? parse(text) : new RecordGeneration("", 0);
		return (last.id.isEmpty() ? UUID.randomUUID() : last.id) + "/" + (last.version + 1);
	}

	/**
	 * Returns whether this is the same record as at an earlier reading, or one that has
	 * followed from it by changes.
	 * @param before the generation at the earlier reading
	 * @return whether no change was lost
	 */
	public boolean follows(RecordGeneration before) {
		return before.id.isEmpty() || (before.id.equals(this.id) && this.version >= before.version);
	}

}
