package io.servicegroup.tooz;

/**
 * What a listener, a watch or a candidacy was registered as. {@link #close()} ends it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {

	/**
	 * Ends the registration. Does nothing if it has ended. Throws no exception, even if
	 * the store is unavailable.
	 */
	@Override
	void close();

}
