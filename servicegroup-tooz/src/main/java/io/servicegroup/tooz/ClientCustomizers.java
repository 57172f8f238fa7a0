package io.servicegroup.tooz;

/**
 * Customizes the builders of the client libraries that backends use. Thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ClientCustomizers {

	/**
	 * Customizes a builder, after the backend has set its own options on it.
	 * @param <B> the type of the builder
	 * @param type the type of the builder
	 * @param builder the builder
	 */
	<B> void customize(Class<B> type, B builder);

	/**
	 * Returns whether this changes builders of a type. By default, it may change all.
	 * @param type the type of the builder
	 * @return whether it may change one
	 */
	default boolean customizes(Class<?> type) {
		return true;
	}

}
