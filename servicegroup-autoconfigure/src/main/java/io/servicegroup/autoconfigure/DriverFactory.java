package io.servicegroup.autoconfigure;

import java.time.Duration;

import io.servicegroup.driver.ServiceGroupDriver;
import org.jspecify.annotations.Nullable;

/**
 * Creates drivers. Each factory has a name, which {@code servicegroup.driver} refers to.
 */
interface DriverFactory {

	/** Returns the name. */
	String name();

	/**
	 * Returns whether this is a driver of OpenStack Nova, with Nova's properties for
	 * intervals.
	 */
	default boolean nova() {
		return true;
	}

	/**
	 * Returns the time between two heartbeats, or {@code null} for a third of the
	 * timeout.
	 */
	@Nullable Duration heartbeatInterval();

	/** Returns the name of the setting of the membership timeout. */
	default String timeoutSetting() {
		return "servicegroup.service-down-time";
	}

	/**
	 * Returns the location of the data, or {@code null} if the driver has only one
	 * possible location.
	 */
	default @Nullable BackendLocation location() {
		return null;
	}

	/** Returns whether both factories use the same location. */
	default boolean hasSameLocation(DriverFactory other) {
		BackendLocation here = location();
		BackendLocation there = other.location();
		return (here != null && there != null) ? here.isSameAs(there) : name().equals(other.name());
	}

	/**
	 * Creates a driver from the properties. Does not fail if the store is unavailable.
	 * @throws InvalidPropertyException if a property is invalid
	 */
	ServiceGroupDriver create(String memberId);

}
