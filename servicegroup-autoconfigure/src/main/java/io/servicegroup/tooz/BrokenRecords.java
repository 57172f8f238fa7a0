package io.servicegroup.tooz;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The broken records that were told of, so that a poll does not tell of them again every
 * second. Thread-safe.
 */
public final class BrokenRecords {

	private final Map<String, byte[]> told = new ConcurrentHashMap<>();

	/**
	 * Enters a broken record.
	 * @param record which one
	 * @param content what stands in it
	 * @return whether this content of it was not told of last time
	 */
	public boolean isNews(String record, byte[] content) {
		return !Arrays.equals(this.told.put(record, content), content);
	}

}
