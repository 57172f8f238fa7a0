package io.servicegroup.autoconfigure;

import java.util.Set;

/**
 * A server that the application uses anyway, for URLs that name none. Only its settings
 * are used: heartbeats and locks need connections of their own.
 */
interface ApplicationServer {

	/** Returns the schemes of the URLs that refer to it. */
	Set<String> schemes();

	/**
	 * Returns the URL and the SSL bundle of the server.
	 * @throws InvalidPropertyException if the application has no such server, or several
	 */
	ServiceGroupConnectionDetails details();

}
