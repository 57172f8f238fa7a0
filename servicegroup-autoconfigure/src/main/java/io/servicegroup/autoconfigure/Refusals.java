package io.servicegroup.autoconfigure;

import java.util.function.Supplier;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.tooz.InvalidToozUrl;

/**
 * Names the property in what is refused below.
 */
final class Refusals {

	private Refusals() {
	}

	static <T> T of(String property, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (InvalidToozUrl ex) {
			throw new InvalidPropertyException(property, ex.getMessage(), ex.fix());
		}
		catch (InvalidServiceGroupException ex) {
			throw new InvalidPropertyException(property, ex.getMessage(), ex.getFix());
		}
	}

}
