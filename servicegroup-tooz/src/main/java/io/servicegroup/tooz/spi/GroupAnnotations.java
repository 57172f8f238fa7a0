package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes the annotations of groups in an {@link AnnotationStore}. A write
 * replaces the record only if it has not changed, and is retried otherwise, so that
 * concurrent writers of different annotations all succeed. Each record has a
 * {@link RecordGeneration}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class GroupAnnotations implements AnnotationOperations {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final AnnotationStore store;

	private final Duration timeout;

	private final UnreadableRecords unreadable = new UnreadableRecords();

	/**
	 * Creates the operations. Does not call the store.
	 * @param store stores the records
	 * @param timeout how long to retry a write while other processes change the record
	 */
	public GroupAnnotations(AnnotationStore store, Duration timeout) {
		this.store = store;
		this.timeout = timeout;
	}

	@Override
	public Map<String, String> read(String group) {
		Map<String, String> annotations = decode(group, bytes(group));
		if (!annotations.isEmpty()) {
			annotations.putIfAbsent(RecordGeneration.KEY, "");
		}
		return annotations;
	}

	@Override
	public void write(String group, String key, @Nullable String text) {
		write(group, key, text, (others) -> {
		});
	}

	@Override
	public void write(String group, String key, @Nullable String text, Consumer<Map<String, String>> others) {
		RetryBackoff attempts = new RetryBackoff("the operator switches of group '" + group + "'", this.timeout);
		while (!tryWrite(group, key, text, others)) {
			attempts.pause();
		}
	}

	private boolean tryWrite(String group, String key, @Nullable String text, Consumer<Map<String, String>> others) {
		byte[] was = bytes(group);
		Map<String, String> annotations = decode(group, was);
		if (text != null) {
			annotations.put(key, text);
		}
		else {
			annotations.remove(key);
		}
		others.accept(annotations);
		if (was.length > 0 || !annotations.isEmpty()) {
			// Stays when the last annotation is removed: a record that is missing is
			// lost.
			annotations.compute(RecordGeneration.KEY, (name, last) -> RecordGeneration.next(last));
		}
		return this.store.replace(group, was, AnnotationsRecord.encode(annotations));
	}

	private byte[] bytes(String group) {
		try {
			return this.store.read(group);
		}
		catch (SerializationException ex) {
			report(group, Map.of(group, String.valueOf(ex.getMessage())));
			return AnnotationStore.NOTHING;
		}
	}

	private Map<String, String> decode(String group, byte[] record) {
		try {
			Map<String, String> annotations = AnnotationsRecord.decode(record);
			if (record != AnnotationStore.NOTHING) {
				report(group, Map.of());
			}
			return annotations;
		}
		catch (SerializationException ex) {
			report(group, Map.of(group, String.valueOf(ex.getMessage())));
			return AnnotationsRecord.decode(AnnotationStore.NOTHING);
		}
	}

	private void report(String group, Map<String, String> reasons) {
		this.unreadable.report(group, reasons,
				(found) -> logger.warn(
						"Record of operator switches of {} is unreadable ({}): the group is treated as one without "
								+ "switches; the next switch that an operator sets replaces the record",
						found.subject("group"), found.reason()));
	}

}
