package io.servicegroup.tooz;

/**
 * An object that says by which bytes it is known to a {@link Partitioner}, as one with
 * {@code __tooz_hash__} does in Python.
 */
public interface PartitionKey {

	/**
	 * Returns the bytes, the same in every process that should find the same owner.
	 * @return the bytes, not hashed
	 */
	byte[] partitionKey();

}
