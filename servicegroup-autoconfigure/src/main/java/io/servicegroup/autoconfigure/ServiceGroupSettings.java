package io.servicegroup.autoconfigure;

import java.time.Duration;

import io.servicegroup.driver.ServiceGroupDriver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Applies defaults to the properties and validates them. Errors name the property.
 */
final class ServiceGroupSettings {

	private static final String PREFIX = "servicegroup.";

	private static final String BOARD = "io.servicegroup.board.Board";

	private final ServiceGroupProperties properties;

	private final Environment environment;

	private final DriverSelector selector;

	private final IntervalValidator intervals;

	ServiceGroupSettings(ServiceGroupProperties properties, Environment environment, DriverSelector selector) {
		this.properties = properties;
		this.environment = environment;
		this.selector = selector;
		this.intervals = new IntervalValidator(properties);
	}

	/**
	 * Returns the time between two heartbeats, or {@code null} for a third of the
	 * timeout.
	 */
	@Nullable Duration heartbeatInterval() {
		DriverFactory nova = this.selector.nova();
		return (nova != null) ? nova.heartbeatInterval() : this.properties.heartbeatInterval();
	}

	ConfiguredDriver driver() {
		checkBoard();
		String configured = this.properties.memberId();
		String memberId = (configured != null) ? configured : MemberIdGenerator.unique(this.environment);
		DriverFactory factory = this.selector.get();
		ServiceGroupDriver driver = factory.create(memberId);
		return PropertyErrors.closeOnFailure(driver, () -> {
			check(factory, driver);
			DriverFactory from = this.selector.migrationSource();
			return new ConfiguredDriver((from != null)
					? new MigratingDriverFactory(from, factory, this::checkGroup).create(driver) : driver, driver);
		});
	}

	/** The starters of single stores do not bring the board. */
	private void checkBoard() {
		if (this.properties.ui().enabled() && !ClassUtils.isPresent(BOARD, getClass().getClassLoader())) {
			throw new InvalidPropertyException(PREFIX + "ui.enabled", "The board is not on the class path.",
					"Add the dependency io.servicegroup:servicegroup-board, or remove the property.");
		}
	}

	private void check(DriverFactory factory, ServiceGroupDriver driver) {
		this.intervals.check(factory, driver);
		if (factory.nova() && this.properties.leaderElection().enabled()) {
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
		String group = this.properties.groupOrName(this.environment);
		if (!StringUtils.hasText(group)) {
			throw new InvalidPropertyException(PREFIX + "group", "No group is configured.",
					"Set servicegroup.group, or spring.application.name, which is its default.");
		}
		return group;
	}

}
