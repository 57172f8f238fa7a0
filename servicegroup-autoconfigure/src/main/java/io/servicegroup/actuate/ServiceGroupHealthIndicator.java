package io.servicegroup.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.GroupView;
import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupAPI;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Reports UP while the last successful heartbeat is younger than the membership timeout
 * and this application is a member of its groups, otherwise DOWN with the reason. A
 * member that an operator has disabled is OUT_OF_SERVICE; one that is forced down is
 * DOWN. An implementation of the API that reports no status is UNKNOWN. Reads memory
 * only, never the store, so the cost does not depend on the group's size.
 *
 * @since 0.1.0
 */
public final class ServiceGroupHealthIndicator extends AbstractHealthIndicator {

	private final ServiceGroupAPI api;

	/**
	 * Creates the indicator.
	 * @param api the API whose state is reported
	 */
	public ServiceGroupHealthIndicator(ServiceGroupAPI api) {
		super("Health check of the service group failed");
		this.api = api;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		MembershipStatus status = ReportedStatus.of(this.api);
		if (status == null) {
			builder.unknown().withDetail("reason", this.api.getClass().getName() + " reports no status.");
			return;
		}
		OwnSwitches switches = OwnSwitches.of(status);
		builder.status(status.isUp() ? switches.health() : Status.DOWN)
			.withDetail("backend", status.backend())
			.withDetail("url", status.url())
			.withDetail("group", String.join(", ", status.groups()))
			.withDetail("memberId", status.memberId());
		members(status, builder);
		if (status.lastHeartbeat() != null) {
			builder.withDetail("lastHeartbeatAge", millis(status.lastHeartbeat()));
		}
		builder.withDetail("membershipTimeout", millis(status.membershipTimeout()));
		String reason = Stream.concat(Stream.ofNullable(status.problem()), switches.reasons().stream())
			.collect(Collectors.joining(" "));
		if (!reason.isEmpty()) {
			builder.withDetail("reason", reason);
		}
	}

	/**
	 * Adds the number of members: a plain number for a single group, as in most
	 * applications, and a map for several.
	 */
	private void members(MembershipStatus status, Health.Builder builder) {
		Map<String, Integer> counts = new TreeMap<>();
		for (String group : status.groups()) {
			GroupView view = status.views().get(group);
			if (view != null) {
				counts.put(group, view.members().size());
			}
		}
		if (!counts.isEmpty()) {
			builder.withDetail("members", (counts.size() == 1) ? counts.values().iterator().next() : counts);
		}
	}

	private String millis(Duration duration) {
		return DurationStyle.SIMPLE.print(duration);
	}

}
