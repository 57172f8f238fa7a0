package io.servicegroup.tooz.memcached.client;

/**
 * Identifies the content of an item without the content: as long as two versions of one
 * key are equal, the item has not changed in between. The server counts its <em>cas
 * unique</em> numbers from 1 after each start, so versions read over different
 * connections are never equal.
 *
 * @param connection the number of the connection over which it was read
 * @param cas the item's <em>cas unique</em>; 0 on a server that does not keep it
 * @param size the number of the item's bytes
 */
public record ItemVersion(long connection, long cas, int size) {

	/**
	 * Returns whether a change of the item would change the version.
	 * @return whether the server keeps versions ({@code memcached -C} does not)
	 */
	public boolean isKept() {
		return this.cas != 0;
	}

	/**
	 * Returns this version as it is read over another connection, as long as the server
	 * has not started again.
	 * @param other the number of the other connection
	 * @return the version
	 */
	public ItemVersion over(long other) {
		return new ItemVersion(other, this.cas, this.size);
	}

}
