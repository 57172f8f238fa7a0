package io.servicegroup.driver;

import java.util.function.Supplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupAlreadyExist;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.MemberAlreadyExist;
import io.servicegroup.tooz.NotImplemented;
import io.servicegroup.tooz.OperationTimedOut;
import io.servicegroup.tooz.SerializationError;
import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozError;

/**
 * Turns tooz's errors into this project's.
 */
final class ToozErrors {

	private final Supplier<String> url;

	ToozErrors(Supplier<String> url) {
		this.url = url;
	}

	void run(Runnable work) {
		call(() -> {
			work.run();
			return true;
		});
	}

	<T> T call(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (ToozError ex) {
			throw translated(ex);
		}
	}

	/** Creates the group if it is missing, and works again. */
	<T> T callCreating(Coordinator coordinator, Supplier<T> work) {
		return call(() -> {
			try {
				return work.get();
			}
			catch (GroupNotCreated ex) {
				create(coordinator, ex.group());
				return work.get();
			}
		});
	}

	private static void create(Coordinator coordinator, String group) {
		try {
			coordinator.createGroup(group);
		}
		catch (GroupAlreadyExist ex) {
			// Another member has created it meanwhile.
		}
	}

	ServiceGroupException translated(ToozError ex) {
		if (ex instanceof MemberAlreadyExist duplicate) {
			return new DuplicateMemberException(duplicate.group(), duplicate.member(), ex);
		}
		if (ex instanceof InvalidToozUrl invalid) {
			return new InvalidServiceGroupException(invalid.getMessage(), invalid.fix(), ex);
		}
		if (ex instanceof NotImplemented lacking) {
			return new InvalidServiceGroupException(lacking.getMessage() + " (" + this.url.get() + ").",
					"Use a backend that has " + lacking.feature().title() + "; see the table of backends.", ex);
		}
		if (ex instanceof ToozConnectionError || ex instanceof OperationTimedOut || ex instanceof SerializationError) {
			return new ServiceGroupUnavailableException(this.url.get() + " cannot be asked: " + ex.getMessage(), ex);
		}
		return new ServiceGroupException(ex.getMessage() + " (" + this.url.get() + ")", ex);
	}

}
