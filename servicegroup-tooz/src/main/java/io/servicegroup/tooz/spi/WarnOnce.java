package io.servicegroup.tooz.spi;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The broken records that were told of, so that a poll does not tell of them again every
 * second. Keeps the latest ones, and of each a digest: however many there are, and
 * however long, they cost little. Thread-safe.
 */
public final class WarnOnce {

	private static final int MOST = 1000;

	private final Map<Integer, Integer> told = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
			return size() > MOST;
		}

	};

	/**
	 * Enters a broken record.
	 * @param record which one
	 * @param content what stands in it
	 * @return whether this content of it was not told of last time
	 */
	public synchronized boolean isNews(String record, byte[] content) {
		int digest = Arrays.hashCode(content);
		Integer last = this.told.remove(record.hashCode());
		this.told.put(record.hashCode(), digest);
		return last == null || last != digest;
	}

	/**
	 * Looks whether a broken record was told of, and enters nothing.
	 * @param record which one
	 * @param content what stands in it
	 * @return whether this content of it was told of last time
	 */
	public synchronized boolean isKnown(String record, byte[] content) {
		Integer last = this.told.get(record.hashCode());
		return last != null && last == Arrays.hashCode(content);
	}

}
