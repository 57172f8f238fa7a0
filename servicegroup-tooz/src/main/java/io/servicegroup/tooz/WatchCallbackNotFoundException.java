package io.servicegroup.tooz;

/**
 * The callback that is to be called no more was not registered.
 */
public final class WatchCallbackNotFoundException extends CoordinationException {

	/**
	 * Creates the error.
	 * @param group the group's id
	 */
	public WatchCallbackNotFoundException(String group) {
		super("The callback does not watch group '" + group + "': give the very object that was registered", null);
	}

}
