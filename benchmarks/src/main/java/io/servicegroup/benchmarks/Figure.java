package io.servicegroup.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One measured figure, beside a floor or another library that was measured in the same
 * run.
 *
 * @param row the row that has measured it
 * @param work what was done
 * @param store the store, or an empty text
 * @param ours the figure of this library
 * @param unit the unit of both figures
 * @param otherName what the figure is compared with, or an empty text
 * @param other the figure to compare with, or {@code null}
 * @param limit what has to be reached
 * @param note how to read it, or an empty text
 */
record Figure(String row, String work, String store, double ours, Unit unit, String otherName, @Nullable Double other,
		Limit limit, String note) {

	static Figure of(String work, String store, double ours, Unit unit) {
		return new Figure("", work, store, ours, unit, "", null, Limit.NONE, "");
	}

	/** Returns the figure with what it is compared with. */
	Figure against(String name, double figure) {
		return new Figure(this.row, this.work, this.store, this.ours, this.unit, name, figure, this.limit, this.note);
	}

	Figure within(Limit bound) {
		return new Figure(this.row, this.work, this.store, this.ours, this.unit, this.otherName, this.other, bound,
				this.note);
	}

	Figure noting(String text) {
		return new Figure(this.row, this.work, this.store, this.ours, this.unit, this.otherName, this.other, this.limit,
				text);
	}

	Figure in(String name) {
		return new Figure(name, this.work, this.store, this.ours, this.unit, this.otherName, this.other, this.limit,
				this.note);
	}

	/** Returns ours divided by the other's, or {@code null} if there is no other. */
	@Nullable Double ratio() {
		return (this.other != null && this.other > 0) ? Double.valueOf(this.ours / this.other) : null;
	}

	boolean isReached() {
		return this.limit.isReached(this.ours, this.other);
	}

}
