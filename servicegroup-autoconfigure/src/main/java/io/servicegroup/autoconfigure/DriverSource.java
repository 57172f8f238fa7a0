package io.servicegroup.autoconfigure;

import io.servicegroup.driver.ServiceGroupDriver;

/**
 * Makes the drivers of one name, as {@code servicegroup.driver} gives it.
 */
interface DriverSource {

	/** The name. */
	String name();

	/**
	 * Makes a driver by the properties; connects nothing.
	 * @throws InvalidPropertyException if they do not fit
	 */
	ServiceGroupDriver create(String memberId);

}
