package io.servicegroup.driver;

import io.servicegroup.tooz.coordination.ManagedCoordinator;

/**
 * Creates the real driver for the model, with a coordinator that uses a simulated store.
 */
public final class ModelDrivers {

	private ModelDrivers() {
	}

	/** Creates a driver. Its URL is only a name. */
	public static ServiceGroupDriver over(ManagedCoordinator coordinator) {
		return new ToozServiceGroupDriver(() -> "redis://simulated", coordinator);
	}

}
