package io.servicegroup.tooz;

/**
 * The backend lacks what was asked for, and the store was not asked.
 */
public final class NotImplemented extends ToozError {

	private final Feature feature;

	/**
	 * Creates the error.
	 * @param feature what is lacking
	 * @param why the reason and the nearest alternative
	 */
	public NotImplemented(Feature feature, String why) {
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
