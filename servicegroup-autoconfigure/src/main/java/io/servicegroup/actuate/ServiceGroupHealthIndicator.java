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
 * UP while the last good heartbeat is younger than the membership timeout and this member
 * stands in its groups; else DOWN with the reason. An operator who has disabled it has it
 * OUT_OF_SERVICE, one who has forced it down DOWN. From memory: costs the same whatever
 * the group's size, and asks no store.
 */
public final class ServiceGroupHealthIndicator extends AbstractHealthIndicator {

	private final ServiceGroupAPI api;

	/**
	 * Creates the indicator.
	 * @param api whose state it shows
	 */
	public ServiceGroupHealthIndicator(ServiceGroupAPI api) {
		super("The state of the service group membership cannot be told");
		this.api = api;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		MembershipStatus status = this.api.getStatus();
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
	 * A number, as nearly every application stands in one group; a map of them for
	 * several.
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
