package io.servicegroup.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.Member;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the capabilities that members had when they left, died or were forced down, so
 * that their rows show where they ran. Thread-safe.
 */
final class LastSeen {

	/** The page lists so many members that left lately. */
	private static final int MAX_LEFT = 100;

	private static final int MAX_FORCED_DOWN = 1000;

	private final Map<String, Map<String, @Nullable Object>> left = new LinkedHashMap<>();

	private final Map<String, Map<String, @Nullable Object>> forcedDown = new LinkedHashMap<>();

	synchronized void on(MemberEvent event) {
		Member member = event.member();
		if (event instanceof MemberJoinedEvent) {
			this.left.remove(member.id());
			this.forcedDown.remove(member.id());
		}
		else if (event instanceof MemberLeftEvent && member.switches().forcedDown()) {
			put(this.forcedDown, member, MAX_FORCED_DOWN);
		}
		else if (event instanceof MemberLeftEvent) {
			put(this.left, member, MAX_LEFT);
		}
	}

	private static void put(Map<String, Map<String, @Nullable Object>> members, Member member, int max) {
		members.put(member.id(), member.capabilities());
		if (members.size() > max) {
			members.remove(members.keySet().iterator().next());
		}
	}

	/** Returns the last capabilities of a member that is not up; none if not known. */
	synchronized Map<String, @Nullable Object> capabilities(String member) {
		Map<String, @Nullable Object> known = this.forcedDown.get(member);
		return (known != null) ? known : this.left.getOrDefault(member, Map.of());
	}

	/** Returns the last capabilities of the members that left or died, by their ids. */
	synchronized Map<String, Map<String, @Nullable Object>> left() {
		return Collections.unmodifiableMap(new LinkedHashMap<>(this.left));
	}

}
