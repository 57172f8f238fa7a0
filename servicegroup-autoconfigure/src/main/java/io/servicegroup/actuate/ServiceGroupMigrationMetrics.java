package io.servicegroup.actuate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.servicegroup.MemberEvent;
import io.servicegroup.MembershipStatus;
import io.servicegroup.MigrationStatus;
import io.servicegroup.ServiceGroupAPI;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;

/**
 * Registers the gauge {@code servicegroup.migration.only.on.old}: the number of members
 * that are registered in the migration's source only, tagged by {@code group}. It reads
 * memory only, and exists for each group once a member of it was seen.
 *
 * @since 0.1.0
 */
public final class ServiceGroupMigrationMetrics implements MeterBinder {

	private static final String NAME = "servicegroup.migration.only.on.old";

	private final ServiceGroupAPI api;

	private final Set<String> groups = ConcurrentHashMap.newKeySet();

	private volatile @Nullable MeterRegistry registry;

	/**
	 * Creates the metrics.
	 * @param api the API whose state is reported
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
	 * Registers the gauge for the event's group.
	 * @param event an event of any group that is followed
	 */
	@EventListener
	public void onMemberEvent(MemberEvent event) {
		// In this order, so that a concurrent bindTo cannot miss the group.
		boolean isNew = this.groups.add(event.group());
		MeterRegistry known = this.registry;
		if (isNew && known != null) {
			register(event.group(), known);
		}
	}

	/** Does nothing if the gauge is already registered. */
	private void register(String group, MeterRegistry registry) {
		Gauge.builder(NAME, this, (metrics) -> metrics.count(group))
			.description("Members that are registered only in the source of the migration")
			.baseUnit("members")
			.tag("group", group)
			.register(registry);
	}

	private double count(String group) {
		MembershipStatus status = ReportedStatus.of(this.api);
		MigrationStatus migration = (status != null) ? status.migration() : null;
		return (migration != null) ? migration.onlyOnOld().getOrDefault(group, Set.of()).size() : Double.NaN;
	}

}
