package io.servicegroup.autoconfigure;

import java.util.function.Supplier;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.InvalidToozUrlException;

/**
 * Adds the name of the property to exceptions about its value.
 */
final class PropertyErrors {

	private PropertyErrors() {
	}

	/** Calls the work and names the property in its exceptions. */
	static <T> T of(String property, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (InvalidToozUrlException ex) {
			throw new InvalidPropertyException(property, ex.getMessage(), ex.fix());
		}
		catch (InvalidServiceGroupException ex) {
			throw new InvalidPropertyException(property, ex.getMessage(), ex.fix());
		}
	}

	/** Calls the work and closes the driver if it fails. */
	static <T> T closeOnFailure(ServiceGroupDriver driver, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (RuntimeException ex) {
			driver.close();
			throw ex;
		}
	}

}
