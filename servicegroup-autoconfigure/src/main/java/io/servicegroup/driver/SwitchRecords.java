package io.servicegroup.driver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.servicegroup.tooz.spi.RecordGeneration;

/**
 * Identifies the records in which stores keep the operators' switches of a group, so that
 * a switch that an operator has cleared can be told from one that a store has lost.
 *
 * @param stores the generations of the records of each store, by a key within the store;
 * there are two stores during a migration
 */
public record SwitchRecords(List<Map<String, RecordGeneration>> stores) {

	/** No store has a record. */
	public static final SwitchRecords NONE = new SwitchRecords(List.of(Map.of()));

	static SwitchRecords of(Map<String, String> annotations) {
		Map<String, RecordGeneration> generations = new HashMap<>();
		annotations.forEach((key, text) -> {
			if (key.startsWith(RecordGeneration.KEY)) {
				generations.put(key, RecordGeneration.parse(text));
			}
		});
		return new SwitchRecords(List.of(generations));
	}

	/**
	 * Adds the records of another store.
	 * @param other the other store's records
	 * @return the records of both
	 */
	public SwitchRecords and(SwitchRecords other) {
		return new SwitchRecords(Stream.concat(this.stores.stream(), other.stores.stream()).toList());
	}

	/**
	 * Returns whether a store has lost its records since an earlier reading: it had some,
	 * and none of them is left.
	 * @param before the records at the earlier reading
	 * @return whether switches that are no longer set were lost, and not cleared
	 */
	public boolean areLostSince(SwitchRecords before) {
		return IntStream.range(0, Math.min(this.stores.size(), before.stores.size()))
			.anyMatch((store) -> areLost(before.stores.get(store), this.stores.get(store)));
	}

	private static boolean areLost(Map<String, RecordGeneration> before, Map<String, RecordGeneration> now) {
		return !before.isEmpty() && before.entrySet().stream().noneMatch((entry) -> {
			RecordGeneration same = now.get(entry.getKey());
			return same != null && same.follows(entry.getValue());
		});
	}

}
