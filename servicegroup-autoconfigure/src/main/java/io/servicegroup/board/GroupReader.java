package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.servicegroup.GroupView;
import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state that the page shows. It reads memory only, so an outage of the store
 * does not block it.
 */
class GroupReader {

	private final ServiceGroupAPI api;

	private final EventLog log;

	private final String group;

	private final Supplier<Map<String, String>> links;

	GroupReader(ServiceGroupAPI api, EventLog log, String group, Supplier<Map<String, String>> links) {
		this.api = api;
		this.log = log;
		this.group = group;
		this.links = links;
	}

	GroupState state() {
		MembershipStatus status = this.api.getStatus();
		GroupView view = status.views().get(this.group);
		return new GroupState(this.group, status.backend(), status.url(), status.membershipTimeout().toMillis(),
				(view != null) ? rows(view) : null, (view != null) ? absent(view, status) : List.of(), leader(status),
				this.log.entries(), this.links.get());
	}

	/**
	 * Returns the leader if this application is a candidate; otherwise only the store has
	 * it.
	 */
	private GroupState.@Nullable Leader leader(MembershipStatus status) {
		if (!status.candidacies().contains(this.group)) {
			return null;
		}
		try {
			return this.api.getLeader(this.group).map(GroupState.Leader::of).orElse(GroupState.Leader.NONE);
		}
		catch (ServiceGroupException ex) {
			return null;
		}
	}

	private List<GroupState.Row> rows(GroupView view) {
		return view.members()
			.stream()
			.map((member) -> GroupState.Row.of(member, this.log.arrival(member.id())))
			.toList();
	}

	private List<GroupState.Absent> absent(GroupView view, MembershipStatus status) {
		return view.switches()
			.entrySet()
			.stream()
			.filter((entry) -> view.member(entry.getKey()).isEmpty())
			.sorted(Map.Entry.comparingByKey())
			.map((entry) -> new GroupState.Absent(entry.getKey(), entry.getKey().equals(status.memberId()),
					entry.getValue()))
			.toList();
	}

	Pulse pulse() {
		MembershipStatus status = this.api.getStatus();
		GroupView view = status.views().get(this.group);
		boolean stale = view != null && view.stale();
		Instant now = Instant.now();
		Duration heartbeat = status.lastHeartbeat();
		return new Pulse(now, status.isUp(), stale, (view != null) ? view.asOf() : null,
				(heartbeat != null) ? now.minus(heartbeat) : null, stale ? whyStale() : status.problem());
	}

	/** Returns the cause of the exception that a query of a stale view throws. */
	private @Nullable String whyStale() {
		try {
			this.api.getAll(this.group);
			return null;
		}
		catch (ServiceGroupException ex) {
			return (ex.getCause() instanceof ServiceGroupException cause) ? cause.getMessage() : ex.getMessage();
		}
	}

}
