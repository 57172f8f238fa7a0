package io.servicegroup.tooz.concurrent;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * An immutable map by id, for readings that differ little from one to the next. A changed
 * copy shares the entries of the original and has the changes beside them, until these
 * are about the square root of the size. So it costs what has changed, and not the size.
 * It knows which ids were changed, so that what is made of two readings can be brought up
 * to date at the same cost. A look-up is one in a {@link HashMap}, and one more in a
 * small one while there are changes beside it.
 *
 * @param <V> the type of the values, which are compared by identity
 */
public final class VersionedMap<V> extends AbstractMap<String, V> {

	/** With no more changes than this, they are never merged. */
	private static final int MIN_CHANGES = 16;

	private static final Object REMOVED = new Object();

	/** Shared with other maps. */
	private final HashMap<String, V> shared;

	/** The values that differ from the shared ones; {@code null} if there are none. */
	private final @Nullable HashMap<String, Object> changes;

	private final int size;

	/** Identifies this map for {@link #previous}, without keeping it in memory. */
	private final Object version = new Object();

	/** The version that was changed to make this map. */
	private final @Nullable Object previous;

	/** The ids whose values were changed since the previous version. */
	private final Set<String> changed;

	private volatile @Nullable Sorted<V> sorted;

	private VersionedMap(HashMap<String, V> shared, @Nullable HashMap<String, Object> changes, int size,
			@Nullable Object previous, Set<String> changed) {
		this.shared = shared;
		this.changes = changes;
		this.size = size;
		this.previous = previous;
		this.changed = changed;
	}

	/**
	 * Returns a map without entries.
	 * @param <V> the type of the values
	 */
	public static <V> VersionedMap<V> empty() {
		return new VersionedMap<>(new HashMap<>(), null, 0, null, Set.of());
	}

	/**
	 * Returns a map of values by their ids. Takes constant time if the values are those
	 * that {@link #sorted()} has returned.
	 * @param <V> the type of the values
	 * @param values the values; of several with the same id, the last one counts
	 * @param id returns the id of a value
	 */
	public static <V> VersionedMap<V> of(Collection<V> values, Function<V, String> id) {
		if (values instanceof Sorted<V> known) {
			return known.map;
		}
		HashMap<String, V> map = new HashMap<>(values.size() * 4 / 3 + 1);
		values.forEach((value) -> map.put(id.apply(value), value));
		return new VersionedMap<>(map, null, map.size(), null, Set.of());
	}

	/**
	 * Returns the ids whose values may differ between two maps if one was made of the
	 * other by few changes; {@code null} if any may differ.
	 * @param before the first map
	 * @param now the map that {@link #with} or {@link #to} of the first has returned
	 */
	@SuppressWarnings("ReferenceEquality")
	public static @Nullable Set<String> changes(Map<String, ?> before, Map<String, ?> now) {
		if (before instanceof VersionedMap<?> one && now instanceof VersionedMap<?> other) {
			return (one == other) ? Set.of() : (other.previous == one.version) ? other.changed : null;
		}
		return null;
	}

	/**
	 * Returns the ids whose values may differ between two lists, as
	 * {@linkplain #changes(Map, Map) of the maps} whose {@link #sorted()} lists they are.
	 */
	public static @Nullable Set<String> changes(List<?> before, List<?> now) {
		return (before instanceof Sorted<?> one && now instanceof Sorted<?> other) ? changes(one.map, other.map) : null;
	}

	/**
	 * Returns a changed copy.
	 * @param values the new values by id; {@code null} for an id that is to be removed
	 * @return the copy; this map if no value differs
	 */
	public VersionedMap<V> with(Map<String, ? extends @Nullable V> values) {
		if (this.size == 0) {
			HashMap<String, V> first = new HashMap<>(values);
			first.values().removeIf(Objects::isNull);
			return first.isEmpty() ? this : new VersionedMap<>(first, null, first.size(), null, Set.of());
		}
		Set<String> ids = new HashSet<>();
		HashMap<String, Object> beside = (this.changes != null) ? new HashMap<>(this.changes) : new HashMap<>();
		int now = this.size;
		for (Entry<String, ? extends @Nullable V> entry : values.entrySet()) {
			V before = get(entry.getKey());
			V value = entry.getValue();
			if (before != value) {
				ids.add(entry.getKey());
				beside.put(entry.getKey(), (value != null) ? value : REMOVED);
				now += ((value != null) ? 1 : 0) - ((before != null) ? 1 : 0);
			}
		}
		if (ids.isEmpty()) {
			return this;
		}
		boolean merge = isMany(beside.size());
		boolean linked = !isMany(ids.size());
		VersionedMap<V> copy = new VersionedMap<>(merge ? merged(beside) : this.shared, merge ? null : beside, now,
				linked ? this.version : null, linked ? ids : Set.of());
		Sorted<V> known = this.sorted;
		copy.sorted = (known != null) ? known.changedTo(copy, ids) : null;
		return copy;
	}

	private boolean isMany(int count) {
		return count > MIN_CHANGES && (long) count * count > 4L * this.shared.size();
	}

	/**
	 * Returns a copy that has the entries of another map. Takes time for each of them.
	 * @param now the other map
	 * @return the copy; this map if no value differs
	 */
	public VersionedMap<V> to(Map<String, V> now) {
		Map<String, @Nullable V> values = new HashMap<>();
		int left = this.size;
		for (Entry<String, V> entry : now.entrySet()) {
			V before = get(entry.getKey());
			left -= (before != null) ? 1 : 0;
			if (before != entry.getValue()) {
				values.put(entry.getKey(), entry.getValue());
			}
		}
		if (left > 0) {
			keySet().stream().filter((id) -> !now.containsKey(id)).forEach((id) -> values.put(id, null));
		}
		return with(values);
	}

	@SuppressWarnings("unchecked")
	private HashMap<String, V> merged(Map<String, Object> beside) {
		HashMap<String, V> merged = new HashMap<>(this.shared);
		beside.forEach((id, value) -> {
			if (value == REMOVED) {
				merged.remove(id);
			}
			else {
				merged.put(id, (V) value);
			}
		});
		return merged;
	}

	/**
	 * Returns the values, sorted by id. The list of a changed copy is made of this one by
	 * copying references only.
	 * @return the same list with each call
	 */
	public synchronized List<V> sorted() {
		Sorted<V> known = this.sorted;
		if (known == null) {
			known = Sorted.of(this);
			this.sorted = known;
		}
		return known;
	}

	@Override
	@SuppressWarnings("unchecked")
	public @Nullable V get(@Nullable Object id) {
		if (this.changes != null) {
			Object value = this.changes.get(id);
			if (value != null) {
				return (value != REMOVED) ? (V) value : null;
			}
		}
		return this.shared.get(id);
	}

	@Override
	public boolean containsKey(@Nullable Object id) {
		return get(id) != null;
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public Set<Entry<String, V>> entrySet() {
		return Collections.unmodifiableMap((this.changes != null) ? merged(this.changes) : this.shared).entrySet();
	}

	/** The values of a map in the order of their ids. */
	private static final class Sorted<V> extends AbstractList<V> implements RandomAccess {

		private final VersionedMap<V> map;

		private final String[] ids;

		private final Object[] values;

		private Sorted(VersionedMap<V> map, String[] ids, Object[] values) {
			this.map = map;
			this.ids = ids;
			this.values = values;
		}

		static <V> Sorted<V> of(VersionedMap<V> map) {
			String[] ids = map.keySet().toArray(new String[0]);
			Arrays.sort(ids);
			Object[] values = new Object[ids.length];
			Arrays.setAll(values, (index) -> map.get(ids[index]));
			return new Sorted<>(map, ids, values);
		}

		Sorted<V> changedTo(VersionedMap<V> next, Set<String> ids) {
			if (next.size() == size() && ids.stream().allMatch(next::containsKey)) {
				Object[] replaced = this.values.clone();
				ids.forEach((id) -> replaced[Arrays.binarySearch(this.ids, id)] = next.get(id));
				return new Sorted<>(next, this.ids, replaced);
			}
			String[] nextIds = new String[next.size()];
			Object[] nextValues = new Object[nextIds.length];
			int from = 0;
			int to = 0;
			for (String id : ids.stream().sorted().toList()) {
				int found = Arrays.binarySearch(this.ids, from, this.ids.length, id);
				int end = (found < 0) ? -found - 1 : found;
				copy(from, end, nextIds, nextValues, to);
				to += end - from;
				from = (found < 0) ? end : end + 1;
				V value = next.get(id);
				if (value != null) {
					nextIds[to] = id;
					nextValues[to++] = value;
				}
			}
			copy(from, this.ids.length, nextIds, nextValues, to);
			return new Sorted<>(next, nextIds, nextValues);
		}

		private void copy(int from, int end, String[] nextIds, Object[] nextValues, int to) {
			System.arraycopy(this.ids, from, nextIds, to, end - from);
			System.arraycopy(this.values, from, nextValues, to, end - from);
		}

		@Override
		@SuppressWarnings("unchecked")
		public V get(int index) {
			return (V) this.values[index];
		}

		@Override
		public int size() {
			return this.values.length;
		}

	}

}
