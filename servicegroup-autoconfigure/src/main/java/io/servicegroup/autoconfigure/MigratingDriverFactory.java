package io.servicegroup.autoconfigure;

import java.util.function.Consumer;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.migration.MigratingDriver;

/**
 * Makes the drivers of members that move from one source to another.
 *
 * @param check what the old place's driver has to stand, too
 */
record MigratingDriverFactory(DriverFactory from, DriverFactory to, Consumer<ServiceGroupDriver> check) {

	static final String PROPERTY = "servicegroup.migration.from";

	/**
	 * Adds the old place's driver to the new one's.
	 * @param primary the new place's
	 */
	ServiceGroupDriver create(ServiceGroupDriver primary) {
		try {
			refuseTheSamePlace(primary);
			ServiceGroupDriver old = this.from.create(primary.memberId());
			return PropertyErrors.closing(old, () -> {
				IntervalValidator.checkFits(this.from, old);
				this.check.accept(old);
				return new MigratingDriver(primary, old, this.from.heartbeatInterval());
			});
		}
		catch (InvalidPropertyException ex) {
			throw ex.property().equals(DriverSelector.PROPERTY)
					? new InvalidPropertyException(PROPERTY, String.valueOf(ex.getMessage()), ex.fix()) : ex;
		}
	}

	private void refuseTheSamePlace(ServiceGroupDriver primary) {
		if (this.from.isWhere(this.to)) {
			throw new InvalidPropertyException(PROPERTY,
					"There is nowhere to move to: it means the very place where the members stand anyway ("
							+ primary.url() + ").",
					"Leave it out, or have it name the place where the members stood before.");
		}
	}

}
