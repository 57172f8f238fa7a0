package io.servicegroup.tooz;

/**
 * The node does not stand on the ring.
 */
public final class NodeNotFoundException extends CoordinationException {

	private final String node;

	/**
	 * Creates the error.
	 * @param node the node
	 */
	public NodeNotFoundException(String node) {
		super("Unknown node '" + node + "': it was never added to this ring, or removed since", null);
		this.node = node;
	}

	/**
	 * Returns the node that the call named.
	 * @return the node
	 */
	public String node() {
		return this.node;
	}

}
