package io.servicegroup.migration;

import java.util.function.Consumer;

import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import org.jspecify.annotations.Nullable;

/**
 * Switches in both places. They count when either says so: one that fails keeps nobody
 * from fencing in the other.
 */
final class DualSwitches {

	private final ServiceGroupDriver primary;

	private final ServiceGroupDriver old;

	DualSwitches(ServiceGroupDriver primary, ServiceGroupDriver old) {
		this.primary = primary;
		this.old = old;
	}

	void turn(Consumer<ServiceGroupDriver> turn) {
		@Nullable ServiceGroupException inNew = failure(turn, this.primary);
		@Nullable ServiceGroupException inOld = failure(turn, this.old);
		if (inNew != null && inOld != null) {
			inNew.addSuppressed(inOld);
			throw inNew;
		}
		if (inOld != null) {
			throw halfDone("the new place (" + this.primary.url() + "), but not in the old one", inOld);
		}
		if (inNew != null) {
			throw halfDone("the old place (" + this.old.url() + "), but not in the new one", inNew);
		}
	}

	private static @Nullable ServiceGroupException failure(Consumer<ServiceGroupDriver> turn,
			ServiceGroupDriver driver) {
		try {
			turn.accept(driver);
			return null;
		}
		catch (ServiceGroupException ex) {
			return ex;
		}
	}

	private static ServiceGroupException halfDone(String where, ServiceGroupException why) {
		String what = "It is switched in " + where;
		return (why instanceof ServiceGroupUnavailableException)
				? new ServiceGroupUnavailableException(what + ", so say it again: " + why.getMessage(), why)
				: new ServiceGroupException(what + ", which refuses: " + why.getMessage(), why);
	}

}
