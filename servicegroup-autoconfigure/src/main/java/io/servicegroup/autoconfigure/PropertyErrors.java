package io.servicegroup.autoconfigure;

import java.util.function.Supplier;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.InvalidToozUrlException;

/**
 * Names the property in what is refused below.
 */
final class PropertyErrors {

	private PropertyErrors() {
	}

	static <T> T of(String property, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (InvalidToozUrlException ex) {
			throw new InvalidPropertyException(property, ex.getMessage(), ex.fix());
		}
		catch (InvalidServiceGroupException ex) {
			throw new InvalidPropertyException(property, ex.getMessage(), ex.getFix());
		}
	}

	/** Closes the driver where the work fails: nobody else will. */
	static <T> T closing(ServiceGroupDriver driver, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (RuntimeException ex) {
			driver.close();
			throw ex;
		}
	}

}
