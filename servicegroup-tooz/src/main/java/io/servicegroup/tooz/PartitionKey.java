package io.servicegroup.tooz;

/**
 * An object that provides its key for a {@link Partitioner}, as {@code __tooz_hash__}
 * does in Python.
 *
 * @since 0.1.0
 */
public interface PartitionKey {

	/**
	 * Returns the key. It must be the same in every process.
	 * @return the bytes, not hashed
	 */
	byte[] partitionKey();

}
