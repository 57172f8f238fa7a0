package io.servicegroup;

/**
 * Creates the library's {@link ServiceGroupAPI} for an application that defines a bean of
 * that type itself, such as one that delegates to the library's.
 *
 * @since 0.1.0
 */
public interface ServiceGroupAPIFactory {

	/**
	 * Returns the API that the properties configure. The first call creates it; then the
	 * application's start and stop also start and stop its heartbeats. Without a call,
	 * this application joins no group and sends no heartbeats.
	 * @return the API; each call returns the same
	 */
	ServiceGroupAPI get();

}
