package io.servicegroup.tooz;

/**
 * Thrown when the backend lacks the feature of an operation. The store was not called.
 *
 * @since 0.1.0
 */
public final class UnsupportedFeatureException extends CoordinationException {

	private final Feature feature;

	/**
	 * Creates the exception.
	 * @param feature the missing feature
	 * @param why the reason and the nearest alternative
	 */
	public UnsupportedFeatureException(Feature feature, String why) {
		super("This backend does not support " + feature.title() + ": " + why, null);
		this.feature = feature;
	}

	/**
	 * Returns the missing feature.
	 * @return the feature
	 */
	public Feature feature() {
		return this.feature;
	}

}
