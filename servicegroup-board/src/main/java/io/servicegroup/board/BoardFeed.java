package io.servicegroup.board;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Computes once, for all browsers, what they are sent: a snapshot to begin with, then
 * deltas with increasing ids, and pulses. Before a large snapshot comes what a screen
 * shows of it. A browser that is slow, or comes back with the last id that it has seen,
 * is sent what it has missed, or a snapshot if that is no longer kept or smaller.
 * Whichever browser asks first computes; each message is encoded once. Thread-safe.
 */
final class BoardFeed {

	/** The maximum of events in a snapshot or delta. */
	private static final int MAX_EVENTS = 200;

	private static final int MAX_RING_BYTES = 1 << 20;

	/** The minimum time between two computations, however much happens. */
	static final Duration MIN_INTERVAL = Duration.ofMillis(100);

	/** A computation is used for so long by other browsers, unless there are events. */
	private static final Duration FRESH = Duration.ofMillis(300);

	private final StateReader reader;

	private final EventLog log;

	private final Runnable watch;

	private final DeltaRing ring = new DeltaRing(MAX_RING_BYTES);

	/** Ids of another process, or of this application before a restart, differ. */
	private final String epoch = UUID.randomUUID().toString().substring(0, 8);

	private @Nullable BoardState state;

	private long computedAt;

	private long pulsedAt;

	private byte[] pulse = new byte[0];

	private long pulses;

	/** Of the state, unless it has changed since. */
	private @Nullable Snapshot snapshot;

	/** The size of the last snapshot that was encoded, in bytes. */
	private volatile int snapshotSize = MAX_RING_BYTES;

	BoardFeed(StateReader reader, EventLog log) {
		this(reader, log, () -> {
		});
	}

	/**
	 * Creates the feed.
	 * @param watch adds the events that only the state shows, so that both are sent
	 * together
	 */
	BoardFeed(StateReader reader, EventLog log, Runnable watch) {
		this.reader = reader;
		this.log = log;
		this.watch = watch;
	}

	/** Returns where a browser continues that has seen this id, or none. */
	Cursor resume(@Nullable String lastEventId) {
		String prefix = this.epoch + "-";
		if (lastEventId != null && lastEventId.matches(prefix + "[0-9]{1,18}")) {
			return new Cursor(Long.parseLong(lastEventId.substring(prefix.length())), -1, -1, false);
		}
		return new Cursor(-1, -1, -1, lastEventId == null);
	}

	/**
	 * Computes and encodes what a browser is sent that comes now, so that it does not
	 * wait for that.
	 */
	void prepare() {
		Snapshot next;
		synchronized (this) {
			next = snapshot(compute());
		}
		if (next.isLarge()) {
			next.first();
		}
		encode(next);
	}

	/** Returns what a browser is to be sent next. */
	Update next(Cursor cursor) {
		List<byte[]> messages = new ArrayList<>();
		Snapshot begin = null;
		byte[] beat = null;
		Cursor after;
		synchronized (this) {
			BoardState current = compute();
			List<byte[]> deltas = (cursor.id >= 0) ? this.ring.after(cursor.id, maximum()) : null;
			if (deltas != null) {
				messages.addAll(deltas);
			}
			else {
				begin = snapshot(current);
			}
			if (cursor.pulse != this.pulses) {
				beat = this.pulse;
			}
			boolean first = begin != null && cursor.fresh && begin.isLarge();
			after = new Cursor(first ? -1 : this.ring.last(), this.pulses, current.lastEvent(), false);
		}
		// Not while others wait.
		if (begin != null) {
			messages.add((after.id < 0) ? begin.first() : encode(begin));
		}
		if (beat != null) {
			messages.add(beat);
		}
		return new Update(messages, after);
	}

	/** A snapshot is not encoded only to know how large it would be. */
	private long maximum() {
		return Math.max(this.snapshotSize, 4096);
	}

	private byte[] encode(Snapshot snapshot) {
		byte[] encoded = snapshot.whole();
		this.snapshotSize = encoded.length;
		return encoded;
	}

	private BoardState compute() {
		BoardState before = this.state;
		long now = System.nanoTime();
		Duration limit = (before != null && before.lastEvent() == this.log.number()) ? FRESH : MIN_INTERVAL;
		if (before != null && now - this.computedAt < limit.toNanos()) {
			return before;
		}
		this.computedAt = now;
		this.watch.run();
		StateReader.Reading reading = this.reader.read();
		BoardState state = reading.state();
		if (before != null) {
			Map<String, @Nullable Object> delta = state.since(before,
					ShownEvents.of(this.log.since(before.lastEvent(), Integer.MAX_VALUE), MAX_EVENTS));
			if (!delta.isEmpty()) {
				this.ring.add(encode("delta", this.ring.last() + 1, delta));
				this.snapshot = null;
			}
		}
		this.state = state;
		if (before == null || now - this.pulsedAt >= FRESH.toNanos()) {
			this.pulse = encode("pulse", -1, reading.pulse());
			this.pulses++;
			this.pulsedAt = now;
		}
		return state;
	}

	private Snapshot snapshot(BoardState current) {
		Snapshot known = this.snapshot;
		if (known == null) {
			long id = this.ring.last();
			known = new Snapshot(current, ShownEvents.of(this.log.latest(Integer.MAX_VALUE), MAX_EVENTS),
					(name, data) -> encode(name, name.equals("snapshot") ? id : -1, data));
			this.snapshot = known;
		}
		return known;
	}

	/** JSON has no line breaks, so the data is one line. */
	private byte[] encode(String name, long id, Map<String, @Nullable Object> data) {
		return ("event:" + name + ((id >= 0) ? "\nid:" + this.epoch + "-" + id : "") + "\ndata:" + BoardJson.write(data)
				+ "\n\n")
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What a browser has been sent.
	 *
	 * @param id the id of the last delta, or -1 if it needs a snapshot
	 * @param pulse the number of the last pulse
	 * @param event the number of the last event
	 * @param fresh whether it has seen nothing, so that it is sent the first rows of a
	 * large group before the others
	 */
	record Cursor(long id, long pulse, long event, boolean fresh) {

		/** Returns whether it has been sent the first rows, and needs the others. */
		boolean needsOthers() {
			return this.id < 0 && !this.fresh;
		}

	}

	/**
	 * What a browser is sent next.
	 *
	 * @param messages the messages, maybe none
	 * @param cursor what it has then been sent
	 */
	record Update(List<byte[]> messages, Cursor cursor) {
	}

}
