package io.servicegroup.autoconfigure;

import java.time.Duration;

import io.servicegroup.driver.ServiceGroupDriver;
import org.jspecify.annotations.Nullable;

/**
 * Fails with the dependency to add, for a driver whose library is not on the class path.
 *
 * @param name the driver's name
 * @param library the missing library
 * @param artifact the dependency to add
 */
record MissingLibraryDriverFactory(String name, String library, String artifact) implements DriverFactory {

	@Override
	public @Nullable Duration heartbeatInterval() {
		return null;
	}

	@Override
	public ServiceGroupDriver create(String memberId) {
		throw new InvalidPropertyException("servicegroup.driver",
				"The driver '" + this.name + "' needs " + this.library + ", which is not on the class path.",
				"Add " + this.artifact + " to the application's dependencies.");
	}

}
