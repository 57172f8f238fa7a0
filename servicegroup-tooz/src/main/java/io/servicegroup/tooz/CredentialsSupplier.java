package io.servicegroup.tooz;

/**
 * Supplies credentials that change, such as tokens that expire. Called before each new
 * connection to the store, and so again after the store has refused the last ones, on a
 * thread of its own, and not again before it has returned. The connection waits for a
 * quarter of the membership timeout at most, and fails if it has not returned by then.
 * Implementations must be thread-safe.
 * <p>
 * ZooKeeper's are read once, when the coordinator is created: its access control lists
 * contain a digest of them.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CredentialsSupplier {

	/**
	 * Returns the current credentials.
	 * @return the credentials
	 */
	Credentials get();

}
