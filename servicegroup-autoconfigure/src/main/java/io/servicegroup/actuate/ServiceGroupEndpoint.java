package io.servicegroup.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MembershipStatus;
import io.servicegroup.MigrationStatus;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@code /actuator/servicegroup}: the groups that this application has joined or follows,
 * with their members. A group that cannot be read shows its last view, marked stale, and
 * the problem; never an empty one.
 */
@Endpoint(id = "servicegroup")
public final class ServiceGroupEndpoint {

	private final ServiceGroupAPI api;

	/**
	 * Creates the endpoint.
	 * @param api what it shows
	 */
	public ServiceGroupEndpoint(ServiceGroupAPI api) {
		this.api = api;
	}

	/**
	 * Shows all groups that are joined or followed.
	 * @return from memory
	 */
	@ReadOperation
	public ServiceGroupDescriptor groups() {
		MembershipStatus status = this.api.getStatus();
		Map<String, GroupDescriptor> groups = new TreeMap<>();
		status.views().forEach((group, view) -> groups.put(group, describe(view, status, remembered(group, status))));
		Stream.concat(status.groups().stream(), status.candidacies().stream())
			.forEach(
					(group) -> groups.computeIfAbsent(group, (id) -> unread(status.problem(), remembered(id, status))));
		return describe(status, groups);
	}

	/**
	 * Shows one group: from memory if it is followed, else read from the store; its
	 * leader from memory if this application is a candidate, else read.
	 * @param group the group's id
	 * @return the group, or {@code null} (not found) if the store has none of this id
	 */
	@ReadOperation
	public @Nullable ServiceGroupDescriptor group(@Selector String group) {
		MembershipStatus status = this.api.getStatus();
		GroupView known = status.views().get(group);
		if (known != null) {
			return describe(status,
					Map.of(group, describe(known, status, known.stale() ? remembered(group, status) : leader(group))));
		}
		try {
			GroupView read = this.api.read(group);
			if (read.members().isEmpty() && !this.api.getGroups().contains(group)) {
				return null;
			}
			return describe(status, Map.of(group, describe(read, status, leader(group))));
		}
		catch (ServiceGroupException ex) {
			return describe(status, Map.of(group, unread(ex.getMessage(), remembered(group, status))));
		}
	}

	private ServiceGroupDescriptor describe(MembershipStatus status, Map<String, GroupDescriptor> groups) {
		return new ServiceGroupDescriptor(status.backend(), status.url(), status.memberId(), groups,
				status.migration());
	}

	private GroupDescriptor describe(GroupView view, MembershipStatus status, Leadership leader) {
		return new GroupDescriptor(view.asOf(), leader.memberId(), leader.elected(), view.members(), view.stale(),
				view.stale() ? status.problem() : null);
	}

	private GroupDescriptor unread(@Nullable String problem, Leadership leader) {
		return new GroupDescriptor(null, leader.memberId(), leader.elected(), null, true, problem);
	}

	/** From memory. */
	private Leadership remembered(String group, MembershipStatus status) {
		return status.candidacies().contains(group) ? leader(group) : Leadership.NOT_KNOWN;
	}

	private Leadership leader(String group) {
		try {
			return this.api.getLeader(group)
				.map((leader) -> new Leadership(leader.memberId(), true))
				.orElse(Leadership.NOBODY);
		}
		catch (ServiceGroupException ex) {
			return Leadership.NOT_KNOWN;
		}
	}

	private record Leadership(@Nullable String memberId, @Nullable Boolean elected) {

		static final Leadership NOBODY = new Leadership(null, false);

		static final Leadership NOT_KNOWN = new Leadership(null, null);

	}

	/**
	 * What the endpoint shows.
	 *
	 * @param backend the backend's name
	 * @param url the coordination URL without secrets
	 * @param memberId this application's member id
	 * @param groups the groups by id
	 * @param migration how far the members have moved, while they do
	 */
	public record ServiceGroupDescriptor(String backend, String url, String memberId,
			Map<String, GroupDescriptor> groups,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MigrationStatus migration) {
	}

	/**
	 * A group.
	 *
	 * @param asOf when the store was read, or {@code null} if it could not be
	 * @param leader the leader's id, or {@code null} if there is none, or none whose name
	 * is known
	 * @param leaderElected whether there is a leader, or {@code null} if that is not
	 * known: it is shown for the groups where this application is a candidate, and read
	 * for one that is asked for by its id
	 * @param members the members, or {@code null} if the store could not be read
	 * @param stale whether the store could not be read since
	 * @param problem why not
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record GroupDescriptor(@Nullable Instant asOf, @Nullable String leader,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean leaderElected, @Nullable List<Member> members,
			boolean stale, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem) {
	}

}
