package io.servicegroup.autoconfigure;

import java.util.function.Consumer;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.migration.MigratingDriver;

/**
 * Creates drivers that migrate members from a source to a target.
 *
 * @param from the source
 * @param to the target
 * @param check a further check of the source's driver
 */
record MigratingDriverFactory(DriverFactory from, DriverFactory to, Consumer<ServiceGroupDriver> check) {

	static final String PROPERTY = "servicegroup.migration.from";

	/**
	 * Creates a driver that uses the source in addition to the target.
	 * @param primary the target's driver
	 */
	ServiceGroupDriver create(ServiceGroupDriver primary) {
		try {
			rejectSameLocation(primary);
			ServiceGroupDriver source = this.from.create(primary.memberId());
			return PropertyErrors.closeOnFailure(source, () -> {
				IntervalValidator.checkFits(this.from, source);
				this.check.accept(source);
				return new MigratingDriver(primary, source, this.from.heartbeatInterval());
			});
		}
		catch (InvalidPropertyException ex) {
			throw ex.property().equals(DriverSelector.PROPERTY)
					? new InvalidPropertyException(PROPERTY, String.valueOf(ex.getMessage()), ex.fix()) : ex;
		}
	}

	private void rejectSameLocation(ServiceGroupDriver primary) {
		if (this.from.hasSameLocation(this.to)) {
			throw new InvalidPropertyException(PROPERTY,
					"Source and target of the migration are the same (" + primary.url() + ").",
					"Set the property to the driver or URL that the members used before, or remove it.");
		}
	}

}
