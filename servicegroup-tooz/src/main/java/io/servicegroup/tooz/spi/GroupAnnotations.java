package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.Map;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes of groups, in a store that can replace a record which has not changed: who
 * finds that another was faster reads again, so that of two who write different notes
 * both succeed. Thread-safe.
 */
public final class GroupAnnotations implements AnnotationOperations {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final AnnotationStore store;

	private final Duration patience;

	private final WarnOnce broken = new WarnOnce();

	/**
	 * Creates them; makes no call.
	 * @param store where they are kept
	 * @param patience how long to go on trying while others are faster
	 */
	public GroupAnnotations(AnnotationStore store, Duration patience) {
		this.store = store;
		this.patience = patience;
	}

	@Override
	public Map<String, String> read(String group) {
		return decode(group, bytes(group));
	}

	@Override
	public void write(String group, String key, @Nullable String text) {
		RetryBackoff attempts = new RetryBackoff("the notes of group '" + group + "'", this.patience);
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
		return this.store.replace(group, was, AnnotationsRecord.encode(notes));
	}

	private byte[] bytes(String group) {
		try {
			return this.store.read(group);
		}
		catch (SerializationException ex) {
			tellBroken(group, AnnotationStore.NOTHING, ex);
			return AnnotationStore.NOTHING;
		}
	}

	private Map<String, String> decode(String group, byte[] record) {
		try {
			return AnnotationsRecord.decode(record);
		}
		catch (SerializationException ex) {
			tellBroken(group, record, ex);
			return AnnotationsRecord.decode(AnnotationStore.NOTHING);
		}
	}

	private void tellBroken(String group, byte[] record, SerializationException ex) {
		if (this.broken.isNews(group, record)) {
			logger.warn("Group '{}' counts as one without operators' switches: their record in the store is broken "
					+ "({}). The next switch replaces it", group, ex.getMessage());
		}
	}

}
