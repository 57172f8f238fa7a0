package io.servicegroup.tooz.memcached.client;

import java.util.Collection;

/**
 * The server refused a command. The connection can be used further, unless it is lost.
 */
final class RefusedException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param keys the keys of the command
	 * @param answer the server's answer
	 */
	RefusedException(Collection<String> keys, String answer) {
		super(String.join(" ", keys) + ": " + answer);
	}

}
