package io.servicegroup.tooz.etcd;

import io.servicegroup.tooz.CoordinationException;

/**
 * Thrown if the request had no authentication token, or one that the server does not
 * accept any more.
 */
final class EtcdTokenException extends CoordinationException {

	EtcdTokenException(String message) {
		super(message, null);
	}

}
