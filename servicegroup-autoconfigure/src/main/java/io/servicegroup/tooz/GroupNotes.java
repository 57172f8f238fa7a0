package io.servicegroup.tooz;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes of groups, in a store that can replace a record which has not changed: who
 * finds that another was faster reads again, so that of two who write different notes
 * both succeed. Thread-safe.
 */
public final class GroupNotes {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final NotesStore store;

	private final Duration patience;

	private final BrokenRecords broken = new BrokenRecords();

	/**
	 * Creates them; makes no call.
	 * @param store where they are kept
	 * @param patience how long to go on trying while others are faster
	 */
	public GroupNotes(NotesStore store, Duration patience) {
		this.store = store;
		this.patience = patience;
	}

	/**
	 * Reads the notes of a group, in one round trip. A record that is broken is told of
	 * once, and taken for none.
	 * @param group the group's id
	 * @return the texts by key; none where the group does not exist
	 */
	public Map<String, String> read(String group) {
		return decode(group, bytes(group));
	}

	/**
	 * Writes or takes away one note, leaves those with other keys as they are, and has
	 * the group's watches called. Always writes, as what was read may be older than what
	 * stands there.
	 * @param group the group's id
	 * @param key the note's key
	 * @param text the text, or {@code null} to take it away
	 * @throws GroupNotCreated if the group does not exist, in stores that keep the notes
	 * in its record
	 */
	public void write(String group, String key, @Nullable String text) {
		Attempts attempts = new Attempts("the notes of group '" + group + "'", this.patience);
		while (!tryWrite(group, key, text)) {
			attempts.pause();
		}
	}

	private boolean tryWrite(String group, String key, @Nullable String text) {
		byte[] was = bytes(group);
		Map<String, String> notes = decode(group, was);
		if (text != null) {
			notes.put(key, text);
		}
		else {
			notes.remove(key);
		}
		return this.store.replace(group, was, NotesRecord.encode(notes));
	}

	private byte[] bytes(String group) {
		try {
			return this.store.read(group);
		}
		catch (SerializationError ex) {
			tellBroken(group, NotesStore.NOTHING, ex);
			return NotesStore.NOTHING;
		}
	}

	private Map<String, String> decode(String group, byte[] record) {
		try {
			return NotesRecord.decode(record);
		}
		catch (SerializationError ex) {
			tellBroken(group, record, ex);
			return NotesRecord.decode(NotesStore.NOTHING);
		}
	}

	private void tellBroken(String group, byte[] record, SerializationError ex) {
		if (this.broken.isNews(group, record)) {
			logger.warn("Group '{}' counts as one without operators' switches: their record in the store is broken "
					+ "({}). The next switch replaces it", group, ex.getMessage());
		}
	}

}
