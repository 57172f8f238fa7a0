package io.servicegroup.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.servicegroup.GroupView;
import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupAPI;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;

/**
 * Registers the metrics of groups: members by state, the age of views and of the last
 * heartbeat, changes of members, and leaderships. It reads memory only. The metrics of a
 * group exist once a member of it was seen, or this application was elected.
 *
 * @since 0.1.0
 */
public final class ServiceGroupMetrics implements MeterBinder {

	private final ServiceGroupAPI api;

	private final Set<String> groups = ConcurrentHashMap.newKeySet();

	private volatile @Nullable MeterRegistry registry;

	/**
	 * Creates the metrics.
	 * @param api the API whose state is reported
	 */
	public ServiceGroupMetrics(ServiceGroupAPI api) {
		this.api = api;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registry = registry;
		TimeGauge.builder("servicegroup.heartbeat.age", this, TimeUnit.SECONDS, ServiceGroupMetrics::heartbeatAge)
			.description("The time since the last successful heartbeat")
			.register(registry);
		this.groups.forEach((group) -> register(group, registry));
	}

	private double heartbeatAge() {
		MembershipStatus status = ReportedStatus.of(this.api);
		Duration age = (status != null) ? status.lastHeartbeat() : null;
		return (age != null) ? seconds(age) : Double.NaN;
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	/**
	 * Counts a change of a member.
	 * @param event an event of any group that is followed
	 */
	@EventListener
	public void onMemberEvent(MemberEvent event) {
		String kind = (event instanceof MemberJoinedEvent) ? "joined"
				: (event instanceof MemberLeftEvent) ? "left" : "changed";
		count("servicegroup.member.events", "Changes of members that this application has seen", event.group(), kind);
	}

	/**
	 * Counts an election or a revocation of this application.
	 * @param event the event
	 */
	@EventListener
	public void onLeadershipEvent(LeadershipEvent event) {
		count("servicegroup.leadership.events", "Elections and revocations of this application", event.group(),
				(event instanceof LeaderElectedEvent) ? "elected" : "revoked");
	}

	private void count(String name, String description, String group, String event) {
		// In this order, so that a concurrent bindTo cannot miss the group.
		boolean isNew = this.groups.add(group);
		MeterRegistry known = this.registry;
		if (known != null) {
			if (isNew) {
				register(group, known);
			}
			Counter.builder(name)
				.description(description)
				.tag("group", group)
				.tag("event", event)
				.register(known)
				.increment();
		}
	}

	/** Does nothing if the gauges are already registered. */
	private void register(String group, MeterRegistry registry) {
		members(group, registry, "up", (view) -> view.members().size() - (double) disabled(view));
		members(group, registry, "disabled", ServiceGroupMetrics::disabled);
		members(group, registry, "forced-down",
				(view) -> view.switches().values().stream().filter(MemberSwitches::forcedDown).count());
		TimeGauge
			.builder("servicegroup.view.age", this, TimeUnit.SECONDS,
					(metrics) -> metrics.of(group, (view) -> seconds(Duration.between(view.asOf(), Instant.now()))))
			.description("The time since the group was read")
			.tag("group", group)
			.register(registry);
		Gauge.builder("servicegroup.leader", this, (metrics) -> metrics.leads(group))
			.description("Whether this application leads the group, of groups for which it is a candidate")
			.tag("group", group)
			.register(registry);
	}

	private void members(String group, MeterRegistry registry, String state, ToDoubleFunction<GroupView> count) {
		Gauge.builder("servicegroup.members", this, (metrics) -> metrics.of(group, count))
			.description("Members of the group, as of its last reading")
			.tag("group", group)
			.tag("state", state)
			.register(registry);
	}

	private double leads(String group) {
		MembershipStatus status = ReportedStatus.of(this.api);
		boolean candidate = status != null && status.candidacies().contains(group);
		return candidate ? (this.api.isLeader(group) ? 1 : 0) : Double.NaN;
	}

	private static long disabled(GroupView view) {
		return view.members().stream().filter((member) -> member.switches().disabled()).count();
	}

	/** Returns a value of the last reading, or NaN if the group is not followed. */
	private double of(String group, ToDoubleFunction<GroupView> value) {
		MembershipStatus status = ReportedStatus.of(this.api);
		GroupView view = (status != null) ? status.views().get(group) : null;
		return (view != null) ? value.applyAsDouble(view) : Double.NaN;
	}

}
