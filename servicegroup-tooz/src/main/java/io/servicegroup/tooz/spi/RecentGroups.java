package io.servicegroup.tooz.spi;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Remembers a value for each of the groups that were used lately, to compare the next
 * reading with it. Any value may be forgotten: when there are too many groups, and when
 * memory is short. Thread-safe.
 *
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class RecentGroups<V> {

	private static final int MAX_GROUPS = 1000;

	private final Map<String, SoftReference<V>> values = new ConcurrentHashMap<>();

	/** Returns the value of a group, or {@code null}. */
	public @Nullable V get(String group) {
		SoftReference<V> reference = this.values.get(group);
		return (reference != null) ? reference.get() : null;
	}

	/** Forgets the value of a group. */
	public void remove(String group) {
		this.values.remove(group);
	}

	/** Remembers the value of a group. Forgets all others if they are too many. */
	public void put(String group, V value) {
		SoftReference<V> reference = new SoftReference<>(value);
		if (this.values.replace(group, reference) == null) {
			if (this.values.size() >= MAX_GROUPS) {
				this.values.clear();
			}
			this.values.put(group, reference);
		}
	}

}
