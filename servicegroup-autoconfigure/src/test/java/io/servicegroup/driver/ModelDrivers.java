package io.servicegroup.driver;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.ToozUrl;

/**
 * The real driver for the model, over a coordinator that no URL could give.
 */
public final class ModelDrivers {

	private static final ToozUrl URL = Coordinators.parse("redis://simulated");

	private ModelDrivers() {
	}

	/** Makes a driver; its URL is but a name. */
	public static ServiceGroupDriver over(Coordinator coordinator) {
		return new ToozServiceGroupDriver(URL, coordinator);
	}

}
