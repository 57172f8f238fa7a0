package io.servicegroup.board;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.servicegroup.GroupView;
import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the groups that this application has joined or follows, and those in the store.
 * It asks the store only while browsers look. Thread-safe.
 */
final class GroupIndex {

	private static final Logger logger = LoggerFactory.getLogger(GroupIndex.class);

	private static final int MAX_GROUPS = 200;

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final ServiceGroupAPI api;

	private volatile Set<String> found = Set.of();

	private volatile boolean wanted = true;

	private long readAt;

	GroupIndex(ServiceGroupAPI api) {
		this.api = api;
	}

	/**
	 * Returns whether a group is known. Makes no call: if it is not, the next look asks
	 * the store.
	 */
	boolean has(String group) {
		boolean known = this.found.contains(group) || ids(this.api.getStatus()).contains(group);
		this.wanted |= !known;
		return known;
	}

	/**
	 * Reads the groups of the store, if it is time.
	 * @param looking whether a browser looks
	 */
	synchronized void look(boolean looking) {
		long now = System.nanoTime();
		boolean due = this.readAt == 0 || now - this.readAt > INTERVAL.toNanos();
		if (!(looking && due) && !this.wanted) {
			return;
		}
		this.wanted = false;
		this.readAt = now;
		try {
			this.found = Set.copyOf(this.api.getGroups());
		}
		catch (CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (CoordinationException ex) {
			logger.debug("The groups of the store cannot be listed; the last ones stay", ex);
		}
	}

	/** Returns the groups as JSON, sorted by id. Reads memory only. */
	List<Map<String, @Nullable Object>> json() {
		MembershipStatus status = this.api.getStatus();
		Set<String> ids = ids(status);
		ids.addAll(this.found);
		List<Map<String, @Nullable Object>> groups = new ArrayList<>();
		ids.stream().limit(MAX_GROUPS).forEach((id) -> {
			GroupView view = status.views().get(id);
			Map<String, @Nullable Object> group = new LinkedHashMap<>();
			group.put("id", id);
			group.put("joined", status.groups().contains(id));
			// A stale number would look like a fresh one.
			group.put("up", (view != null && !view.stale()) ? view.members().size() : null);
			groups.add(group);
		});
		return groups;
	}

	private static Set<String> ids(MembershipStatus status) {
		Set<String> ids = new TreeSet<>(status.views().keySet());
		ids.addAll(status.groups());
		ids.addAll(status.candidacies());
		return ids;
	}

}
