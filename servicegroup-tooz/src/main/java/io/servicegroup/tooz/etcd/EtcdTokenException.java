package io.servicegroup.tooz.etcd;

import io.servicegroup.tooz.CoordinationException;

/**
 * The request had no authentication token, or one that has expired.
 */
final class EtcdTokenException extends CoordinationException {

	EtcdTokenException(String message) {
		super(message, null);
	}

}
