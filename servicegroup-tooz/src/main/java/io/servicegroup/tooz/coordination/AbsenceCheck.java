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
	 * @param backend the store that was read
	 * @throws io.servicegroup.tooz.StoreUnavailableException if a member is missing and
	 * the store refuses writes
	 */
	<T> Map<String, T> check(String group, Map<String, T> members, Backend backend) {
		Set<String> now = members.keySet();
		Set<String> before = get(group);
		if (!now.equals(before)) {
			if (before != null && !now.containsAll(before)) {
				backend.requireWritable();
			}
			put(group, Set.copyOf(now));
		}
		return members;
	}

	private synchronized @Nullable Set<String> get(String group) {
		return this.last.get(group);
	}

	private synchronized void put(String group, Set<String> ids) {
		this.last.put(group, ids);
	}

}
