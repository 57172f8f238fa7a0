package io.servicegroup.driver;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.SessionExpiredException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.UnsupportedFeatureException;

/**
 * Translates the exceptions of tooz into those of {@link io.servicegroup}. An interrupt
 * has the same exception in both.
 */
final class ToozErrors {

	private ToozErrors() {
	}

	/**
	 * Translates an exception.
	 * @param ex the exception of tooz
	 * @param url the URL of the store, without secrets
	 */
	static CoordinationException translate(CoordinationException ex, String url) {
		if (ex instanceof ServiceGroupException || ex instanceof CoordinationInterruptedException) {
			return ex;
		}
		if (ex instanceof MemberAlreadyExistsException duplicate) {
			return duplicate(duplicate);
		}
		if (ex instanceof InvalidToozUrlException invalid) {
			return new InvalidServiceGroupException(invalid.getMessage(), invalid.fix(), ex);
		}
		if (ex instanceof UnsupportedFeatureException lacking) {
			return new InvalidServiceGroupException(lacking.getMessage() + " (" + url + ").",
					"Use a backend that has " + lacking.feature().title() + "; see the table in docs/backends.md.", ex);
		}
		if (ex instanceof SessionExpiredException) {
			return new ServiceGroupUnavailableException(ex.getMessage() + " (" + url + ")", ex);
		}
		if (ex instanceof StoreUnavailableException || ex instanceof OperationTimeoutException
				|| ex instanceof SerializationException) {
			return new ServiceGroupUnavailableException(url + " is unavailable: " + ex.getMessage(), ex);
		}
		return new ServiceGroupException(ex.getMessage() + " (" + url + ")", ex);
	}

	private static DuplicateMemberException duplicate(MemberAlreadyExistsException ex) {
		return ex.isHeldBeyondGroup()
				? new DuplicateMemberException(ex.group(), ex.member(), String.valueOf(ex.getMessage()), ex)
				: new DuplicateMemberException(ex.group(), ex.member(), ex);
	}

}
