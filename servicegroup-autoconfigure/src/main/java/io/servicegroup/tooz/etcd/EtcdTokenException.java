package io.servicegroup.tooz.etcd;

import io.servicegroup.tooz.ToozError;

/**
 * The request had no authentication token, or one that has expired.
 */
final class EtcdTokenException extends ToozError {

	EtcdTokenException(String message) {
		super(message, null);
	}

}
