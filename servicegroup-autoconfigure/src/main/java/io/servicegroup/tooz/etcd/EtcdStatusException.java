package io.servicegroup.tooz.etcd;

import io.servicegroup.tooz.ToozError;

/**
 * The server has understood the request and refused it.
 */
final class EtcdRefusal extends ToozError {

	/** gRPC's: there is no such lease. */
	static final int NOT_FOUND = 5;

	private final int code;

	EtcdRefusal(String message, int code) {
		super(message, null);
		this.code = code;
	}

	/** Whether the lease is gone, with all keys attached to it. */
	boolean isLeaseGone() {
		return this.code == NOT_FOUND;
	}

}
