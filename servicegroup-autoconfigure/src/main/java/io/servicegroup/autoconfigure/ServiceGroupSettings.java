package io.servicegroup.autoconfigure;

import java.time.Duration;

import io.servicegroup.driver.ServiceGroupDriver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The properties with their defaults filled in, refused where they do not fit, each by
 * its name.
 */
final class ServiceGroupSettings {

	private static final String PREFIX = "servicegroup.";

	private final ServiceGroupProperties properties;

	private final Environment environment;

	private final DriverSelector choice;

	private final IntervalValidator intervals;

	ServiceGroupSettings(ServiceGroupProperties properties, Environment environment, DriverSelector choice) {
		this.properties = properties;
		this.environment = environment;
		this.choice = choice;
		this.intervals = new IntervalValidator(properties);
	}

	/** The time between two heartbeats, or {@code null} for a third of the timeout. */
	@Nullable Duration heartbeatInterval() {
		DriverFactory nova = this.choice.nova();
		return (nova != null) ? nova.heartbeatInterval() : this.properties.heartbeatInterval();
	}

	ServiceGroupDriver driver() {
		String configured = this.properties.memberId();
		String memberId = (configured != null) ? configured : MemberIdGenerator.unique(this.environment);
		DriverFactory source = this.choice.get();
		ServiceGroupDriver driver = source.create(memberId);
		return PropertyErrors.closing(driver, () -> {
			check(source, driver);
			DriverFactory from = this.choice.old();
			return (from != null) ? new MigratingDriverFactory(from, source, this::checkGroup).create(driver) : driver;
		});
	}

	private void check(DriverFactory source, ServiceGroupDriver driver) {
		this.intervals.check(source, driver);
		if (source.nova() && this.properties.leaderElection().enabled()) {
			PropertyErrors.of(PREFIX + "leader-election.enabled", driver::elections);
		}
		checkGroup(driver);
	}

	private void checkGroup(ServiceGroupDriver driver) {
		if (this.properties.autoJoin() || this.properties.leaderElection().enabled()) {
			PropertyErrors.of(PREFIX + "group", () -> {
				driver.checkGroup(group());
				return true;
			});
		}
	}

	String group() {
		String group = this.properties.group();
		if (group == null) {
			group = this.environment.getProperty("spring.application.name");
		}
		if (!StringUtils.hasText(group)) {
			throw new InvalidPropertyException(PREFIX + "group", "There is no group to join.",
					"Set servicegroup.group, or spring.application.name, which is its default.");
		}
		return group;
	}

}
