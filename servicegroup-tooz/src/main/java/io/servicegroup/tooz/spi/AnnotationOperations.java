package io.servicegroup.tooz.spi;

import java.util.Map;
import java.util.function.Consumer;

import io.servicegroup.tooz.GroupNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the annotations of groups. Thread-safe.
 *
 * @since 0.1.0
 */
public interface AnnotationOperations {

	/**
	 * Reads the annotations of a group, in one round trip. An unreadable record is
	 * treated as absent, and logged once.
	 * @param group the group's id
	 * @return the texts by key, with those of {@link RecordGeneration}; empty if the
	 * group does not exist
	 */
	Map<String, String> read(String group);

	/**
	 * Writes or removes one annotation, and calls the group's watches. Annotations with
	 * other keys are not changed. Always writes, as the stored text may differ from the
	 * one that the caller has read.
	 * @param group the group's id
	 * @param key the annotation's key
	 * @param text the text, or {@code null} to remove the annotation
	 * @throws GroupNotFoundException if the group does not exist, in stores that keep the
	 * annotations in the group's record
	 */
	void write(String group, String key, @Nullable String text);

	/**
	 * Does the same, and changes other annotations in the same step. These are
	 * informative only: the default, for stores that keep certain annotations only,
	 * leaves them out.
	 * @param group the group's id
	 * @param key the annotation's key
	 * @param text the text, or {@code null} to remove the annotation
	 * @param others changes the other annotations; called again if another process has
	 * changed the record meanwhile
	 */
	default void write(String group, String key, @Nullable String text, Consumer<Map<String, String>> others) {
		write(group, key, text);
	}

}
