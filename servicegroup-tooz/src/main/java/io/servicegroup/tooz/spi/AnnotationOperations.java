package io.servicegroup.tooz.spi;

import java.util.Map;

import io.servicegroup.tooz.GroupNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the notes of groups. Thread-safe.
 */
public interface AnnotationOperations {

	/**
	 * Reads the notes of a group, in one round trip. A record that is broken counts as
	 * none, and is logged once.
	 * @param group the group's id
	 * @return the texts by key; none where the group does not exist
	 */
	Map<String, String> read(String group);

	/**
	 * Writes or takes away one note, leaves those with other keys as they are, and has
	 * the group's watches called. Always writes, as what was read may be older than what
	 * is stored.
	 * @param group the group's id
	 * @param key the note's key
	 * @param text the text, or {@code null} to take it away
	 * @throws GroupNotFoundException if the group does not exist, in stores that keep the
	 * notes in its record
	 */
	void write(String group, String key, @Nullable String text);

}
