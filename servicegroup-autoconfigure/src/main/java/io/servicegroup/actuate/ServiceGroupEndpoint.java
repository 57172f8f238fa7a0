package io.servicegroup.actuate;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.servicegroup.GroupView;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.OperatorAct;
import io.servicegroup.OperatorSwitches;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.CoordinationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@code /actuator/servicegroup}: shows the groups that this application has joined or
 * follows, with their members. If a group cannot be read, it shows the latest view,
 * marked stale, with the problem, and never an empty group. It also sets the operators'
 * switches if {@code management.endpoint.servicegroup.access=unrestricted} grants write
 * access.
 *
 * @since 0.1.0
 */
@Endpoint(id = "servicegroup", defaultAccess = Access.READ_ONLY)
public final class ServiceGroupEndpoint {

	static final String ACTIONS = "Valid actions are disable (with a reason), enable, force-down and clear-forced-down; without a member, "
			+ "restore-lost.";

	private static final String RESTORE_LOST = "restore-lost";

	private final ServiceGroupAPI api;

	/**
	 * Creates the endpoint.
	 * @param api the API to show
	 */
	public ServiceGroupEndpoint(ServiceGroupAPI api) {
		this.api = api;
	}

	/**
	 * Returns all groups that are joined or followed. Reads memory only.
	 * @return the groups, or {@code null} (not found) if the application's own
	 * implementation of the API reports no status
	 */
	@ReadOperation
	public @Nullable ServiceGroupDescriptor groups() {
		MembershipStatus status = ReportedStatus.of(this.api);
		if (status == null) {
			return null;
		}
		Map<String, GroupDescriptor> groups = new TreeMap<>();
		status.views().forEach((group, view) -> groups.put(group, describe(view, status, remembered(group, status))));
		Stream.concat(status.groups().stream(), status.candidacies().stream())
			.forEach(
					(group) -> groups.computeIfAbsent(group, (id) -> unread(status.problem(), remembered(id, status))));
		return describe(status, groups);
	}

	/**
	 * Returns one group: from memory if it is followed, otherwise read from the store.
	 * Its leader is returned from memory if this application is a candidate, otherwise
	 * read.
	 * @param group the group's id
	 * @return the group, or {@code null} (not found) if the store has no such group
	 */
	public @Nullable ServiceGroupDescriptor group(String group) {
		MembershipStatus status = ReportedStatus.of(this.api);
		if (status == null) {
			return null;
		}
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
		catch (CoordinationException ex) {
			return describe(status, Map.of(group, unread(ex.getMessage(), remembered(group, status))));
		}
	}

	/**
	 * Returns one group, see {@link #group(String)}, with the members that match a
	 * filter, or a page of them.
	 * @param group the group's id
	 * @param member a text that the members' ids contain, or {@code null} for any
	 * @param disabled whether the members are disabled, or {@code null} for any
	 * @param after the id after which the page begins, or {@code null} for the first page
	 * @param limit the maximum number of members, or {@code null} for all
	 * @return the group, or {@code null} (not found) if the store has no such group
	 * @throws InvalidEndpointRequestException if the limit is not positive
	 */
	@ReadOperation
	public @Nullable ServiceGroupDescriptor group(@Selector String group, @Nullable String member,
			@Nullable Boolean disabled, @Nullable String after, @Nullable Integer limit) {
		MemberFilter filter = new MemberFilter(member, disabled, after, limit);
		ServiceGroupDescriptor all = group(group);
		if (all == null) {
			return null;
		}
		Map<String, GroupDescriptor> groups = new TreeMap<>();
		all.groups().forEach((id, descriptor) -> groups.put(id, filter.apply(descriptor)));
		return new ServiceGroupDescriptor(all.backend(), all.url(), all.memberId(), groups, all.migration());
	}

	/**
	 * Sets or clears a switch of a member, see {@link OperatorSwitches}.
	 * @param group the group's id
	 * @param member the member's id
	 * @param action {@code disable}, {@code enable}, {@code force-down} or
	 * {@code clear-forced-down}, or {@code release}, its former name
	 * @param reason why the member is disabled, which all members can read; ignored by
	 * the other actions
	 * @return the member's switches after the change
	 * @throws InvalidEndpointRequestException if the request is invalid, with how to fix
	 * it
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	@WriteOperation
	public MemberSwitches setSwitch(@Selector String group, @Selector String member, String action,
			@Nullable String reason) {
		return setSwitch(group, member, action, reason, null);
	}

	/** Does the same in the name of an operator. */
	MemberSwitches setSwitch(String group, String member, String action, @Nullable String reason,
			@Nullable String operator) {
		return translating(() -> {
			switch (action) {
				case OperatorAct.DISABLE -> this.api.disable(group, member, (reason != null) ? reason : "", operator);
				case OperatorAct.ENABLE -> this.api.enable(group, member, operator);
				case OperatorAct.FORCE_DOWN -> this.api.forceDown(group, member, operator);
				case OperatorAct.CLEAR_FORCED_DOWN, "release" -> this.api.clearForcedDown(group, member, operator);
				default -> throw refusal("Unknown action '" + action + "'. " + ACTIONS, null);
			}
			return switches(group, member);
		});
	}

	private <T> T translating(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (ServiceGroupUnavailableException ex) {
			throw ex;
		}
		catch (InvalidServiceGroupException ex) {
			throw refusal(ex.getMessage() + " " + ex.fix(), ex);
		}
		catch (ServiceGroupException ex) {
			throw refusal(ex.getMessage(), ex);
		}
	}

	/**
	 * Sets or clears a switch of any member, or sets the switches of a group again that
	 * the store has lost. Takes ids of any form, as they are not part of a path.
	 * @param group the group's id
	 * @param action {@code restore-lost}, or one of {@link #setSwitch}
	 * @param member the member's id; not for {@code restore-lost}
	 * @param reason why the member is disabled
	 * @return the switches after the change, by member id
	 * @throws InvalidEndpointRequestException if the request is invalid, with how to fix
	 * it
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	@WriteOperation
	public Map<String, MemberSwitches> setSwitches(String group, String action, @Nullable String member,
			@Nullable String reason) {
		return setSwitches(group, action, member, reason, null);
	}

	/** Does the same in the name of an operator. */
	Map<String, MemberSwitches> setSwitches(String group, String action, @Nullable String member,
			@Nullable String reason, @Nullable String operator) {
		if (action.equals(RESTORE_LOST)) {
			return translating(() -> this.api.restoreLostSwitches(group));
		}
		if (member == null) {
			throw refusal("The request body has no member. " + ACTIONS, null);
		}
		return Map.of(member, setSwitch(group, member, action, reason, operator));
	}

	private MemberSwitches switches(String group, String member) {
		try {
			return this.api.read(group).switches().getOrDefault(member, MemberSwitches.NONE);
		}
		catch (ServiceGroupUnavailableException ex) {
			throw new ServiceGroupUnavailableException(
					"The switch is set, but the member's switches cannot be read. " + ex.getMessage(), ex);
		}
	}

	private InvalidEndpointRequestException refusal(String why, @Nullable Throwable cause) {
		return new InvalidEndpointRequestException(why, why, cause);
	}

	private ServiceGroupDescriptor describe(MembershipStatus status, Map<String, GroupDescriptor> groups) {
		return new ServiceGroupDescriptor(status.backend(), status.url(), status.memberId(), groups,
				MigrationDescriptor.of(status.migration()));
	}

	private GroupDescriptor describe(GroupView view, MembershipStatus status, Leadership leader) {
		return new GroupDescriptor(view.asOf(), leader.memberId(), leader.elected(), view.members().size(),
				MemberDescriptor.of(view), GroupDescriptor.switched(view), view.lostSwitches(), view.stale(),
				view.stale() ? status.problem() : null);
	}

	private GroupDescriptor unread(@Nullable String problem, Leadership leader) {
		return new GroupDescriptor(null, leader.memberId(), leader.elected(), null, null, Map.of(), Map.of(), true,
				problem);
	}

	/** Returns the leader from memory. */
	private Leadership remembered(String group, MembershipStatus status) {
		return status.candidacies().contains(group) ? leader(group) : Leadership.NOT_KNOWN;
	}

	private Leadership leader(String group) {
		try {
			return this.api.getLeader(group)
				.map((leader) -> new Leadership(leader.memberId(), true))
				.orElse(Leadership.NONE);
		}
		catch (CoordinationException ex) {
			return Leadership.NOT_KNOWN;
		}
	}

	private record Leadership(@Nullable String memberId, @Nullable Boolean elected) {

		static final Leadership NONE = new Leadership(null, false);

		static final Leadership NOT_KNOWN = new Leadership(null, null);

	}

	/**
	 * The response of the endpoint.
	 *
	 * @param backend the backend's name
	 * @param url the coordination URL without secrets
	 * @param memberId this application's member id
	 * @param groups the groups by id
	 * @param migration the progress of a migration, or {@code null} if none is configured
	 */
	public record ServiceGroupDescriptor(String backend, String url, String memberId,
			Map<String, GroupDescriptor> groups,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MigrationDescriptor migration) {
	}

}
