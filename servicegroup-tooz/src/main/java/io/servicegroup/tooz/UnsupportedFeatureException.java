package io.servicegroup.tooz;

/**
 * The backend lacks what was asked for, and the store was not asked.
 */
public final class UnsupportedFeatureException extends CoordinationException {

	private final Feature feature;

	/**
	 * Creates the error.
	 * @param feature what is lacking
	 * @param why the reason and the nearest alternative
	 */
	public UnsupportedFeatureException(Feature feature, String why) {
		super("There is no support for " + feature.title() + " here: " + why, null);
		this.feature = feature;
	}

	/**
	 * Returns what is lacking.
	 * @return the feature
	 */
	public Feature feature() {
		return this.feature;
	}

}
