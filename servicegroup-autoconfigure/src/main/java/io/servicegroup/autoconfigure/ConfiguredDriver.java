package io.servicegroup.autoconfigure;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.coordination.ManagedCoordinator;

/**
 * The driver that the properties configure, even if the application decorates the bean.
 *
 * @param driver the driver; in a migration, it uses source and target
 * @param target in a migration the driver of the target, otherwise the driver
 */
record ConfiguredDriver(ServiceGroupDriver driver, ServiceGroupDriver target) {

	/** Returns the coordinator of {@code servicegroup.tooz-url}. */
	ManagedCoordinator coordinator() {
		return ((ToozServiceGroupDriver) this.target).coordinator();
	}

}
