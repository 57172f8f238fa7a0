package io.servicegroup.actuate;

import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.SwitchLosses;

/**
 * Registers the counter {@code servicegroup.switches.lost}: the number of operators'
 * switches that stores have lost, tagged by {@code switch} ({@code disabled},
 * {@code forced-down}). It reads memory only.
 *
 * @since 0.1.0
 */
public final class ServiceGroupSwitchMetrics implements MeterBinder {

	private static final String NAME = "servicegroup.switches.lost";

	private final ServiceGroupAPI api;

	/**
	 * Creates the metrics.
	 * @param api the API whose state is reported
	 */
	public ServiceGroupSwitchMetrics(ServiceGroupAPI api) {
		this.api = api;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		register(registry, "disabled", SwitchLosses::disabled);
		register(registry, "forced-down", SwitchLosses::forcedDown);
	}

	private void register(MeterRegistry registry, String name, ToLongFunction<SwitchLosses> count) {
		FunctionCounter.builder(NAME, this.api, (api) -> {
			MembershipStatus status = ReportedStatus.of(api);
			return (status != null) ? count.applyAsLong(status.switchLosses()) : Double.NaN;
		})
			.description("Switches of operators that the store has lost")
			.baseUnit("switches")
			.tag("switch", name)
			.register(registry);
	}

}
