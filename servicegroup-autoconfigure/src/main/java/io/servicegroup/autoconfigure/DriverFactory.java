package io.servicegroup.autoconfigure;

import java.time.Duration;

import io.servicegroup.driver.ServiceGroupDriver;
import org.jspecify.annotations.Nullable;

/**
 * Makes the drivers of one name, as {@code servicegroup.driver} gives it.
 */
interface DriverFactory {

	/** The name. */
	String name();

	/** Whether it is one of OpenStack Nova's, with Nova's times. */
	default boolean nova() {
		return true;
	}

	/** The time between two heartbeats, or {@code null} for a third of the timeout. */
	@Nullable Duration heartbeatInterval();

	/** Where the time stands after which a silent member is dropped. */
	default String timeoutSetting() {
		return "servicegroup.service-down-time";
	}

	/**
	 * Where a URL leads that it goes by, or {@code null} where there can be but one
	 * place.
	 */
	default @Nullable BackendLocation place() {
		return null;
	}

	/** Whether the other one's members stand in the very same place. */
	default boolean isWhere(DriverFactory other) {
		BackendLocation here = place();
		BackendLocation there = other.place();
		return (here != null && there != null) ? here.isWhere(there) : name().equals(other.name());
	}

	/**
	 * Makes a driver by the properties; a store that is away is a state.
	 * @throws InvalidPropertyException if they do not fit
	 */
	ServiceGroupDriver create(String memberId);

}
