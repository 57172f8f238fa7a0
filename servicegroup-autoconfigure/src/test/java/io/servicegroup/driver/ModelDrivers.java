package io.servicegroup.driver;

import io.servicegroup.tooz.coordination.ManagedCoordinator;

/**
 * The real driver for the model, over a coordinator that no URL could give.
 */
public final class ModelDrivers {

	private ModelDrivers() {
	}

	/** Makes a driver; its URL is but a name. */
	public static ServiceGroupDriver over(ManagedCoordinator coordinator) {
		return new ToozServiceGroupDriver(() -> "redis://simulated", coordinator);
	}

}
