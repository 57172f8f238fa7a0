package io.servicegroup.autoconfigure;

import java.time.Duration;

import io.servicegroup.driver.ServiceGroupDriver;

/**
 * Rejects heartbeat intervals that do not fit the membership timeout, and other invalid
 * intervals.
 */
record IntervalValidator(ServiceGroupProperties properties) {

	private static final String HEARTBEAT = "servicegroup.heartbeat-interval";

	private static final String REPORT = "servicegroup.report-interval";

	static final String TIMEOUT_NOT_POSITIVE = "The membership timeout must be greater than zero.";

	void check(DriverFactory factory, ServiceGroupDriver driver) {
		if (factory.nova() && this.properties.heartbeatInterval() != null) {
			throw new InvalidPropertyException(HEARTBEAT,
					"The driver '" + factory.name() + "' does not use " + HEARTBEAT + ".",
					"Set " + REPORT + " instead (currently " + seconds(this.properties.reportInterval())
							+ "), and remove " + HEARTBEAT + ".");
		}
		if (!isPositive(driver.timeouts().shortest())) {
			throw new InvalidPropertyException(factory.timeoutSetting(), TIMEOUT_NOT_POSITIVE,
					"Set it to a positive duration, such as 60s.");
		}
		checkFits(factory, driver);
		if (!isPositive(this.properties.pollInterval())) {
			throw new InvalidPropertyException("servicegroup.poll-interval", "Invalid poll interval of "
					+ seconds(this.properties.pollInterval()) + ": it must be greater than zero.",
					"Set it to a positive duration, such as 1s.");
		}
	}

	/**
	 * Checks the heartbeat interval against the membership timeout; also for the source
	 * of a migration.
	 */
	static void checkFits(DriverFactory factory, ServiceGroupDriver driver) {
		Duration timeout = driver.timeouts().shortest();
		Duration interval = factory.heartbeatInterval();
		if (interval == null) {
			return;
		}
		if (!isPositive(interval) || interval.multipliedBy(3).compareTo(timeout.multipliedBy(2)) > 0) {
			throw new InvalidPropertyException(factory.nova() ? REPORT : HEARTBEAT,
					"Invalid heartbeat interval of " + seconds(interval) + " with a membership timeout of "
							+ seconds(timeout) + " (" + driver.url()
							+ "): it must be positive and at most two thirds of the timeout, or members "
							+ (factory.nova() ? "" : "and locks ") + "expire between two heartbeats.",
					"Set it to at most " + seconds(timeout.multipliedBy(2).dividedBy(3))
							+ (factory.nova() ? ""
									: ", remove it to use the default of " + seconds(timeout.dividedBy(3)))
							+ ", or raise " + factory.timeoutSetting() + ".");
		}
	}

	static boolean isPositive(Duration duration) {
		return duration.toMillis() > 0;
	}

	static String seconds(Duration duration) {
		return duration.toMillis() / 1000.0 + " s";
	}

}
