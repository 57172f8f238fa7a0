package io.servicegroup.tooz.coordination;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

import io.servicegroup.tooz.GroupEvent;
import io.servicegroup.tooz.GroupEvent.MemberJoinedGroup;
import io.servicegroup.tooz.GroupEvent.MemberLeftGroup;
import io.servicegroup.tooz.GroupNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * tooz's watchers. Each run reads the watched groups and calls the callbacks for each
 * change since the previous run.
 */
final class GroupWatchers {

	private final Function<String, Set<String>> reader;

	private final Callbacks<MemberJoinedGroup> joined = new Callbacks<>();

	private final Callbacks<MemberLeftGroup> left = new Callbacks<>();

	/** The members of each watched group, as last reported to the callbacks. */
	private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

	/**
	 * Creates watchers.
	 * @param reader returns the members of a group
	 */
	GroupWatchers(Function<String, Set<String>> reader) {
		this.reader = reader;
	}

	synchronized void watchJoin(String group, Consumer<? super MemberJoinedGroup> callback) {
		this.known.computeIfAbsent(group, this.reader);
		this.joined.add(group, callback);
	}

	synchronized void unwatchJoin(String group, Consumer<? super MemberJoinedGroup> callback) {
		this.joined.remove(group, callback);
		forgetUnwatched(group);
	}

	synchronized void watchLeave(String group, Consumer<? super MemberLeftGroup> callback) {
		this.known.computeIfAbsent(group, this.reader);
		this.left.add(group, callback);
	}

	synchronized void unwatchLeave(String group, Consumer<? super MemberLeftGroup> callback) {
		this.left.remove(group, callback);
		forgetUnwatched(group);
	}

	private void forgetUnwatched(String group) {
		if (!this.joined.has(group) && !this.left.has(group)) {
			this.known.remove(group);
		}
	}

	/**
	 * Reads all watched groups and calls the callbacks. Throws the first failure, after
	 * it has read the other groups, unless the failure concerns the whole store.
	 * @param justRead the members of the groups that were just read
	 */
	List<GroupEvent> run(Map<String, Set<String>> justRead) {
		List<GroupEvent> events = new ArrayList<>();
		IsolatedCalls.forEach(Set.copyOf(this.known.keySet()),
				(group) -> events.addAll(run(group, justRead.get(group))));
		return events;
	}

	private synchronized List<GroupEvent> run(String group, @Nullable Set<String> justRead) {
		Set<String> before = this.known.get(group);
		if (before == null) {
			return List.of();
		}
		Set<String> now = (justRead != null) ? justRead : read(group);
		List<GroupEvent> events = new ArrayList<>();
		// Changes with each callback: if an Error ends this run, the next run reports
		// the rest.
		Set<String> reported = new HashSet<>(before);
		this.known.put(group, reported);
		without(now, before).forEach((member) -> {
			MemberJoinedGroup event = new MemberJoinedGroup(group, member);
			events.add(event);
			this.joined.call(event);
			reported.add(member);
		});
		without(before, now).forEach((member) -> {
			MemberLeftGroup event = new MemberLeftGroup(group, member);
			events.add(event);
			this.left.call(event);
			reported.remove(member);
		});
		return events;
	}

	private Set<String> read(String group) {
		try {
			return this.reader.apply(group);
		}
		catch (GroupNotFoundException ex) {
			// A deleted group has no members.
			return Set.of();
		}
	}

	private static Set<String> without(Set<String> all, Set<String> some) {
		Set<String> rest = new HashSet<>(all);
		rest.removeAll(some);
		return rest;
	}

}
