package io.servicegroup.tooz;

/**
 * The callback that is to be called no more was not registered.
 */
public final class WatchCallbackNotFound extends ToozError {

	/**
	 * Creates the error.
	 * @param group the group's id
	 */
	public WatchCallbackNotFound(String group) {
		super("The callback does not watch group '" + group + "': give the very object that was registered", null);
	}

}
