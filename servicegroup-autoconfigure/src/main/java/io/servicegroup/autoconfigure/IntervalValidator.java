package io.servicegroup.autoconfigure;

import java.time.Duration;

import io.servicegroup.driver.ServiceGroupDriver;

/**
 * How often a member says that it is alive, refused where that does not fit the time
 * after which a silent one is dropped.
 */
record IntervalValidator(ServiceGroupProperties properties) {

	private static final String HEARTBEAT = "servicegroup.heartbeat-interval";

	private static final String REPORT = "servicegroup.report-interval";

	void check(DriverFactory source, ServiceGroupDriver driver) {
		if (source.nova() && this.properties.heartbeatInterval() != null) {
			throw new InvalidPropertyException(HEARTBEAT, "The driver '" + source.name() + "' does not look at it.",
					"Set " + REPORT + " instead, or leave both out, which means "
							+ seconds(this.properties.reportInterval()) + ".");
		}
		if (!isPositive(driver.shortestTimeout())) {
			throw new InvalidPropertyException(source.timeoutSetting(), "A member is to be dropped at once.",
					"Set it to a positive duration, such as 60s.");
		}
		checkFits(source, driver);
		if (!isPositive(this.properties.pollInterval())) {
			throw new InvalidPropertyException("servicegroup.poll-interval",
					"A group cannot be read every " + seconds(this.properties.pollInterval()) + ".",
					"Set it to a positive duration, such as 1s.");
		}
	}

	/** In either place. */
	static void checkFits(DriverFactory source, ServiceGroupDriver driver) {
		Duration timeout = driver.shortestTimeout();
		Duration interval = source.heartbeatInterval();
		if (interval == null) {
			return;
		}
		if (!isPositive(interval) || interval.multipliedBy(3).compareTo(timeout.multipliedBy(2)) > 0) {
			throw new InvalidPropertyException(source.nova() ? REPORT : HEARTBEAT,
					"A heartbeat every " + seconds(interval) + " does not keep a member alive that is dropped after "
							+ seconds(timeout) + " of silence" + (source.nova() ? "" : ", nor its locks") + " ("
							+ driver.url() + ").",
					(source.nova() ? "Set"
							: "Leave the property out, which means " + seconds(timeout.dividedBy(3)) + ", set")
							+ " it to at most " + seconds(timeout.multipliedBy(2).dividedBy(3)) + ", or raise "
							+ source.timeoutSetting() + ".");
		}
	}

	static boolean isPositive(Duration duration) {
		return duration.toMillis() > 0;
	}

	static String seconds(Duration duration) {
		return duration.toMillis() / 1000.0 + " s";
	}

}
