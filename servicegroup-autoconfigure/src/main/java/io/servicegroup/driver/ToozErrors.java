package io.servicegroup.driver;

import java.util.function.Supplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.UnsupportedFeatureException;

/**
 * Translates the exceptions of tooz into those of {@link io.servicegroup}.
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
		catch (CoordinationException ex) {
			throw translated(ex);
		}
	}

	/** Runs the work; if the group is missing, creates it and runs the work again. */
	<T> T callCreating(Coordinator coordinator, Supplier<T> work) {
		return call(() -> {
			try {
				return work.get();
			}
			catch (GroupNotFoundException ex) {
				create(coordinator, ex.group());
				return work.get();
			}
		});
	}

	private static void create(Coordinator coordinator, String group) {
		try {
			coordinator.createGroup(group);
		}
		catch (GroupAlreadyExistsException ex) {
			// Another member has created it meanwhile.
		}
	}

	ServiceGroupException translated(CoordinationException ex) {
		if (ex instanceof MemberAlreadyExistsException duplicate) {
			return new DuplicateMemberException(duplicate.group(), duplicate.member(), ex);
		}
		if (ex instanceof InvalidToozUrlException invalid) {
			return new InvalidServiceGroupException(invalid.getMessage(), invalid.fix(), ex);
		}
		if (ex instanceof UnsupportedFeatureException lacking) {
			return new InvalidServiceGroupException(lacking.getMessage() + " (" + this.url.get() + ").",
					"Use a backend that has " + lacking.feature().title() + "; see the table in docs/backends.md.", ex);
		}
		if (ex instanceof StoreUnavailableException || ex instanceof OperationTimeoutException
				|| ex instanceof SerializationException) {
			return new ServiceGroupUnavailableException(this.url.get() + " is unavailable: " + ex.getMessage(), ex);
		}
		return new ServiceGroupException(ex.getMessage() + " (" + this.url.get() + ")", ex);
	}

}
