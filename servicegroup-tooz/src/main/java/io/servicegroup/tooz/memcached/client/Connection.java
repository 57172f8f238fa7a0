package io.servicegroup.tooz.memcached.client;

import java.net.SocketAddress;

/**
 * An established connection. It is discarded when it breaks.
 */
interface Connection {

	SocketAddress server();

	Client client();

	/** Returns whether the connection broke or was closed. It does not recover. */
	boolean isLost();

	/** Closes the connection without waiting. May be called more than once. */
	void close();

}
