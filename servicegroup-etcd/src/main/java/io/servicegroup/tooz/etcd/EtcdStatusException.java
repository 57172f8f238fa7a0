package io.servicegroup.tooz.etcd;

import io.servicegroup.tooz.CoordinationException;

/**
 * Thrown if the server refused a request with a gRPC status code.
 */
final class EtcdStatusException extends CoordinationException {

	/** The gRPC status for an unknown lease. */
	private static final int NOT_FOUND = 5;

	private final int code;

	EtcdStatusException(String message, int code) {
		super(message, null);
		this.code = code;
	}

	/**
	 * Returns whether the lease has expired. The keys attached to it have expired, too.
	 */
	boolean isLeaseExpired() {
		return this.code == NOT_FOUND;
	}

}
