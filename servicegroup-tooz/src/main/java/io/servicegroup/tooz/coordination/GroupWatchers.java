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
 * tooz's watchers: each run reads the watched groups again and tells what changed since
 * the run before.
 */
final class GroupWatchers {

	private final Function<String, Set<String>> reader;

	private final Callbacks<MemberJoinedGroup> joined = new Callbacks<>();

	private final Callbacks<MemberLeftGroup> left = new Callbacks<>();

	/** The members of each watched group, as last told. */
	private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

	/** Creates watchers that get a group's members from this reader. */
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
	 * Reads all watched groups; a failure leaves the rest for the next run.
	 * @param justRead the members of groups that this run has read already
	 */
	List<GroupEvent> run(Map<String, Set<String>> justRead) {
		List<GroupEvent> events = new ArrayList<>();
		for (String group : Set.copyOf(this.known.keySet())) {
			events.addAll(run(group, justRead.get(group)));
		}
		return events;
	}

	private synchronized List<GroupEvent> run(String group, @Nullable Set<String> justRead) {
		Set<String> before = this.known.get(group);
		if (before == null) {
			return List.of();
		}
		Set<String> now = (justRead != null) ? justRead : read(group);
		List<GroupEvent> events = new ArrayList<>();
		// Grows and shrinks with what is told: if an Error ends this run, the next one
		// tells the rest.
		Set<String> told = new HashSet<>(before);
		this.known.put(group, told);
		without(now, before).forEach((member) -> {
			MemberJoinedGroup event = new MemberJoinedGroup(group, member);
			events.add(event);
			this.joined.tell(event);
			told.add(member);
		});
		without(before, now).forEach((member) -> {
			MemberLeftGroup event = new MemberLeftGroup(group, member);
			events.add(event);
			this.left.tell(event);
			told.remove(member);
		});
		return events;
	}

	private Set<String> read(String group) {
		try {
			return this.reader.apply(group);
		}
		catch (GroupNotFoundException ex) {
			// A group that was deleted has been left by everybody.
			return Set.of();
		}
	}

	private static Set<String> without(Set<String> all, Set<String> some) {
		Set<String> rest = new HashSet<>(all);
		rest.removeAll(some);
		return rest;
	}

}
