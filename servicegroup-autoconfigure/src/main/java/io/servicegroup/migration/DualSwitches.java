package io.servicegroup.migration;

import java.util.function.Consumer;

import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Sets operators' switches in source and target. A switch that is on in either applies,
 * so if one of the two fails, the other is still set.
 */
final class DualSwitches {

	private final ServiceGroupDriver target;

	private final ServiceGroupDriver source;

	DualSwitches(ServiceGroupDriver target, ServiceGroupDriver source) {
		this.target = target;
		this.source = source;
	}

	void set(Consumer<ServiceGroupDriver> set) {
		@Nullable CoordinationException inTarget = failure(set, this.target);
		@Nullable CoordinationException inSource = failure(set, this.source);
		if (inTarget != null && inSource != null) {
			inTarget.addSuppressed(inSource);
			throw inTarget;
		}
		if (inSource != null) {
			throw halfDone("the target (" + this.target.url() + "), but not in the source", inSource);
		}
		if (inTarget != null) {
			throw halfDone("the source (" + this.source.url() + "), but not in the target", inTarget);
		}
	}

	private static @Nullable CoordinationException failure(Consumer<ServiceGroupDriver> set,
			ServiceGroupDriver driver) {
		try {
			set.accept(driver);
			return null;
		}
		catch (CoordinationException ex) {
			return ex;
		}
	}

	private static CoordinationException halfDone(String where, CoordinationException why) {
		String what = "The switch was changed in " + where;
		if (why instanceof CoordinationInterruptedException) {
			return new CoordinationInterruptedException(what + ". " + why.getMessage(), why);
		}
		return (why instanceof ServiceGroupUnavailableException)
				? new ServiceGroupUnavailableException(what + "; retry the call. Cause: " + why.getMessage(), why)
				: new ServiceGroupException(what + ", which refuses it: " + why.getMessage(), why);
	}

}
