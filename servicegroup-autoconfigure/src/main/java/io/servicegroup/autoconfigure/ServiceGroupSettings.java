package io.servicegroup.autoconfigure;

import java.time.Duration;

import io.servicegroup.driver.ServiceGroupDriver;

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

	private final DriverChoice choice;

	ServiceGroupSettings(ServiceGroupProperties properties, Environment environment, DriverChoice choice) {
		this.properties = properties;
		this.environment = environment;
		this.choice = choice;
	}

	ServiceGroupDriver driver() {
		String configured = this.properties.memberId();
		String memberId = (configured != null) ? configured : MemberIds.unique(this.environment);
		ServiceGroupDriver driver = this.choice.get().create(memberId);
		checkIntervals(driver);
		if (this.properties.autoJoin() || this.properties.leaderElection().enabled()) {
			Refusals.of(PREFIX + "group", () -> {
				driver.checkGroup(group());
				return true;
			});
		}
		return driver;
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

	private void checkIntervals(ServiceGroupDriver driver) {
		Duration timeout = driver.shortestTimeout();
		Duration interval = this.properties.heartbeatInterval();
		if (interval != null
				&& (!isPositive(interval) || interval.multipliedBy(3).compareTo(timeout.multipliedBy(2)) > 0)) {
			throw new InvalidPropertyException(PREFIX + "heartbeat-interval",
					"A heartbeat every " + seconds(interval) + " does not keep a member alive that is dropped after "
							+ seconds(timeout) + " of silence, nor its locks (" + driver.url() + ").",
					"Leave the property out, which means " + seconds(timeout.dividedBy(3)) + ", set it to at most "
							+ seconds(timeout.multipliedBy(2).dividedBy(3)) + ", or raise the timeout in the URL.");
		}
		if (!isPositive(this.properties.pollInterval())) {
			throw new InvalidPropertyException(PREFIX + "poll-interval",
					"A group cannot be read every " + seconds(this.properties.pollInterval()) + ".",
					"Set it to a positive duration, such as 1s.");
		}
	}

	private static boolean isPositive(Duration duration) {
		return duration.toMillis() > 0;
	}

	private static String seconds(Duration duration) {
		return duration.toMillis() / 1000.0 + " s";
	}

}
