package io.servicegroup.tooz;

/**
 * Thrown when a node to remove is not on the ring.
 *
 * @since 0.1.0
 */
public final class NodeNotFoundException extends CoordinationException {

	private final String node;

	/**
	 * Creates the exception.
	 * @param node the node's name
	 */
	public NodeNotFoundException(String node) {
		super("Unknown node '" + node + "': it was never added to this ring, or was removed", null);
		this.node = node;
	}

	/**
	 * Returns the node of the call.
	 * @return the node's name
	 */
	public String node() {
		return this.node;
	}

}
