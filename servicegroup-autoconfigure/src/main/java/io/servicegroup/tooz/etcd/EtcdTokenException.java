package io.servicegroup.tooz.etcd;

import io.servicegroup.tooz.ToozError;

/**
 * The server does not know who asks: there is no token, or one that has expired.
 */
final class EtcdTokenRefused extends ToozError {

	EtcdTokenRefused(String message) {
		super(message, null);
	}

}
