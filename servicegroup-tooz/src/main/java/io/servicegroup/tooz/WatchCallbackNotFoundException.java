package io.servicegroup.tooz;

/**
 * Thrown when a callback to unregister was not registered.
 *
 * @since 0.1.0
 */
public final class WatchCallbackNotFoundException extends CoordinationException {

	/**
	 * Creates the exception.
	 * @param group the group's id
	 */
	public WatchCallbackNotFoundException(String group) {
		super("Callback is not registered for group '" + group + "': pass the object that was registered", null);
	}

}
