package io.servicegroup.tooz.spi;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records which unreadable records were logged, so that a poll does not log them again
 * every second. Keeps only a digest of the last 1000 records, to limit the memory.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class WarnOnce {

	private static final int MAX_RECORDS = 1000;

	private final Map<Integer, Integer> digests = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
			return size() > MAX_RECORDS;
		}

	};

	/**
	 * Records an unreadable record, and returns whether to log it.
	 * @param record the key of the record
	 * @param content the content of the record
	 * @return whether the record is new, or its content has changed since the last call
	 */
	public synchronized boolean isNews(String record, byte[] content) {
		int digest = Arrays.hashCode(content);
		Integer last = this.digests.remove(record.hashCode());
		this.digests.put(record.hashCode(), digest);
		return last == null || last != digest;
	}

	/**
	 * Returns whether an unreadable record was recorded. Does not record it.
	 * @param record the key of the record
	 * @param content the content of the record
	 * @return whether the record was recorded last with this content
	 */
	public synchronized boolean isKnown(String record, byte[] content) {
		Integer last = this.digests.get(record.hashCode());
		return last != null && last == Arrays.hashCode(content);
	}

}
