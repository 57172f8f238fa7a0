package io.servicegroup.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.servicegroup.driver.ServiceGroupDriver;

/**
 * Makes the drivers of one name, as {@code servicegroup.driver} gives it.
 */
interface DriverSource {

	/** The name. */
	String name();

	/** Whether it is one of OpenStack Nova's, with Nova's times. */
	default boolean nova() {
		return true;
	}

	/** How seldom a member may say that it is alive, whatever the report interval is. */
	default Duration longestInterval() {
		return ChronoUnit.FOREVER.getDuration();
	}

	/** Where the time stands after which a silent member is dropped. */
	default String timeoutSetting() {
		return "servicegroup.service-down-time";
	}

	/** Whether the other one's members stand in the very same place. */
	default boolean isWhere(DriverSource other) {
		return name().equals(other.name());
	}

	/**
	 * Makes a driver by the properties; a store that is away is a state.
	 * @throws InvalidPropertyException if they do not fit
	 */
	ServiceGroupDriver create(String memberId);

}
