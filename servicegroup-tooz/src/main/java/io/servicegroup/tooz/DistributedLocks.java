package io.servicegroup.tooz;

/**
 * Creates locks in the store. In a Spring application, inject the bean of this type;
 * without Spring, use {@code coordinator::getLock}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DistributedLocks {

	/**
	 * Creates a lock object. Makes no call. Two lock objects of one name exclude each
	 * other, even within one process.
	 * @param name the lock's name
	 * @return the lock, not held
	 * @throws InvalidToozUrlException if the backend cannot store the name
	 */
	DistributedLock getLock(String name);

}
