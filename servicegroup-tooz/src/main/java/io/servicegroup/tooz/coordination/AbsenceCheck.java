package io.servicegroup.tooz.coordination;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.spi.Backend;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a reading that lacks a member of the last one while the store refuses writes:
 * members that cannot renew their registrations expire, although they are alive. Costs a
 * call only when a member is missing. Thread-safe.
 */
final class AbsenceCheck {

	private static final int MAX_GROUPS = 10_000;

	/** The ids in the last accepted reading of the groups that were read last. */
	private final Map<String, Set<String>> last = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
			return size() > MAX_GROUPS;
		}

	};

	/**
	 * Checks a reading.
	 * @param now the ids in the reading
	 * @param backend the store that was read
	 * @return a copy of the ids, for {@link #isLast}
	 * @throws io.servicegroup.tooz.StoreUnavailableException if a member is missing and
	 * the store refuses writes
	 */
	Set<String> check(String group, Set<String> now, Backend backend) {
		return check(group, now, backend, Set.of(), null);
	}

	/**
	 * Checks a reading of which it may be known what has changed. Then it costs that, and
	 * the ids are not copied.
	 * @param since what the caller's last check has returned
	 * @param changed the only ids that may be in one of the two readings and not in the
	 * other, if these readings will not change any more; {@code null} if that is unknown
	 */
	@SuppressWarnings("ReferenceEquality")
	Set<String> check(String group, Set<String> now, Backend backend, Set<String> since,
			@Nullable Set<String> changed) {
		Set<String> before = get(group);
		Set<String> differing = (before == since) ? changed : null;
		if (before != null) {
			boolean same = (differing != null)
					? differing.stream().allMatch((id) -> before.contains(id) == now.contains(id)) : now.equals(before);
			if (same) {
				return before;
			}
			if (!now.containsAll((differing != null) ? differing.stream().filter(before::contains).toList() : before)) {
				backend.requireWritable();
			}
		}
		Set<String> ids = (differing != null) ? now : Set.copyOf(now);
		put(group, ids);
		return ids;
	}

	/**
	 * Returns whether the last reading that was accepted, of all callers, had these ids.
	 * Then the same reading need not be checked again. Takes constant time.
	 * @param ids the object that the last {@link #check} returned
	 */
	boolean isLast(String group, Set<String> ids) {
		return get(group) == ids;
	}

	private synchronized @Nullable Set<String> get(String group) {
		return this.last.get(group);
	}

	private synchronized void put(String group, Set<String> ids) {
		this.last.put(group, ids);
	}

}
