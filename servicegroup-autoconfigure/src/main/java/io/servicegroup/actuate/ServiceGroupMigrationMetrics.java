package io.servicegroup.actuate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.servicegroup.MemberEvent;
import io.servicegroup.MigrationStatus;
import io.servicegroup.ServiceGroupAPI;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;

/**
 * The gauge {@code servicegroup.migration.only.on.old}: how many members of a group stand
 * in the old place only, tagged by {@code group}. From memory. There from when a group is
 * seen to have a member.
 */
public final class ServiceGroupMigrationMetrics implements MeterBinder {

	private static final String NAME = "servicegroup.migration.only.on.old";

	private final ServiceGroupAPI api;

	private final Set<String> groups = ConcurrentHashMap.newKeySet();

	private volatile @Nullable MeterRegistry registry;

	/**
	 * Creates the metrics.
	 * @param api whose state they show
	 */
	public ServiceGroupMigrationMetrics(ServiceGroupAPI api) {
		this.api = api;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registry = registry;
		this.groups.forEach((group) -> register(group, registry));
	}

	/**
	 * Has the event's group counted from now on.
	 * @param event one of any group that is followed
	 */
	@EventListener
	public void onMemberEvent(MemberEvent event) {
		// In this order, lest bindTo come between and neither register it.
		boolean isNew = this.groups.add(event.group());
		MeterRegistry known = this.registry;
		if (isNew && known != null) {
			register(event.group(), known);
		}
	}

	/** A meter that is there is not registered twice. */
	private void register(String group, MeterRegistry registry) {
		Gauge.builder(NAME, this, (metrics) -> metrics.count(group))
			.description("Members that stand only in the place that servicegroup.migration.from names")
			.baseUnit("members")
			.tag("group", group)
			.register(registry);
	}

	private double count(String group) {
		MigrationStatus migration = this.api.getStatus().migration();
		return (migration != null) ? migration.onlyOnOld().getOrDefault(group, Set.of()).size() : Double.NaN;
	}

}
