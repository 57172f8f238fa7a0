package io.servicegroup.actuate;

import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupAPI;
import org.jspecify.annotations.Nullable;

/**
 * Reads the status of an API that may be the application's own implementation.
 */
final class ReportedStatus {

	private ReportedStatus() {
	}

	/**
	 * Returns the status, or {@code null} if the implementation reports none, as one in a
	 * test may do.
	 */
	static @Nullable MembershipStatus of(ServiceGroupAPI api) {
		try {
			return api.getStatus();
		}
		catch (UnsupportedOperationException ex) {
			return null;
		}
	}

}
