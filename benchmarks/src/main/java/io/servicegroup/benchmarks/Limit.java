package io.servicegroup.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What a figure has to reach. With a ratio and a value, one of the two is enough.
 *
 * @param ratio the maximum of ours divided by the other's, or {@code null}
 * @param value the maximum of ours in the unit of the figure, or {@code null}
 */
record Limit(@Nullable Double ratio, @Nullable Double value) {

	/** For figures that are only shown. */
	static final Limit NONE = new Limit(null, null);

	static Limit ratio(double ratio) {
		return new Limit(ratio, null);
	}

	static Limit atMost(double value) {
		return new Limit(null, value);
	}

	/** A limit that is reached by the ratio or by the value. */
	static Limit either(double ratio, double value) {
		return new Limit(ratio, value);
	}

	boolean isNone() {
		return this.ratio == null && this.value == null;
	}

	/**
	 * Returns whether a figure is within the limit. A ratio without a figure to compare
	 * with is not reached.
	 */
	boolean isReached(double ours, @Nullable Double other) {
		return isNone() || (this.value != null && ours <= this.value)
				|| (this.ratio != null && other != null && ours <= this.ratio * other);
	}

	/** Returns the limit in words, such as {@code ≤ 1.3 × or ≤ 30 ms}. */
	String text(Unit unit) {
		String ratioText = (this.ratio != null) ? "≤ " + Unit.number(this.ratio) + " ×" : "";
		String valueText = (this.value != null) ? "≤ " + unit.text(this.value) : "";
		return ratioText + (ratioText.isEmpty() || valueText.isEmpty() ? "" : " or ") + valueText;
	}

}
