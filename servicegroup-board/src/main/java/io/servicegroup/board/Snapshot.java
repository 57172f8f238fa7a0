package io.servicegroup.board;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * What a browser is sent that has seen nothing. Encoded once for all browsers, when it is
 * asked for. Thread-safe; a browser that asks for the first rows does not wait for the
 * others.
 */
final class Snapshot {

	/** So many rows fill a screen. */
	static final int FIRST_ROWS = 100;

	/** The page shows so many events. */
	private static final int FIRST_EVENTS = 50;

	private final boolean large;

	private final SingletonSupplier<byte[]> first;

	private final SingletonSupplier<byte[]> whole;

	/**
	 * Creates a snapshot.
	 * @param state the state
	 * @param events the newest events, the newest first
	 * @param encoder encodes a message of a name
	 */
	Snapshot(BoardState state, List<BoardEvent> events,
			BiFunction<String, Map<String, @Nullable Object>, byte[]> encoder) {
		this.large = state.rows().size() > FIRST_ROWS;
		this.first = SingletonSupplier.of(() -> encoder.apply("first",
				state.first(FIRST_ROWS, events.subList(0, Math.min(events.size(), FIRST_EVENTS)))));
		this.whole = SingletonSupplier.of(() -> encoder.apply("snapshot", state.snapshot(events)));
	}

	/** Returns whether the first rows are worth a message of their own. */
	boolean isLarge() {
		return this.large;
	}

	byte[] first() {
		return this.first.obtain();
	}

	byte[] whole() {
		return this.whole.obtain();
	}

}
