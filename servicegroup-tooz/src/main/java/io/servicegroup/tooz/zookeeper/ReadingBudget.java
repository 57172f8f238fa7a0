package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.zookeeper.SessionCalls.Reply;

/**
 * Decides when a group is read as a whole although nothing has changed: so rarely that
 * this costs at most {@value #BYTES_PER_SECOND} bytes a second, but at least every five
 * minutes. The time varies, so that observers do not read at the same time.
 */
final class ReadingBudget {

	private static final int BYTES_PER_SECOND = 2000;

	private static final Duration MIN_PAUSE = Duration.ofSeconds(10);

	private static final Duration MAX_PAUSE = Duration.ofMinutes(5);

	/** What a reply, its request and headers have beside paths, names and data. */
	private static final int REPLY_BYTES = 110;

	private final LongSupplier nanoTime;

	private long next;

	/**
	 * Creates a budget that allows a reading.
	 * @param nanoTime a monotonic clock
	 */
	ReadingBudget(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.next = nanoTime.getAsLong();
	}

	boolean allowsFullReading() {
		return this.nanoTime.getAsLong() - this.next >= 0;
	}

	/** Takes a full reading. */
	void spend(String path, Map<String, Reply> replies) {
		long bytes = replies.entrySet().stream().mapToLong((reply) -> bytes(path, reply)).sum();
		// A tenth more, as the pause is a tenth shorter on average.
		Duration pause = Duration.ofMillis(bytes * 1100 / BYTES_PER_SECOND);
		pause = (pause.compareTo(MIN_PAUSE) < 0) ? MIN_PAUSE : pause;
		pause = (pause.compareTo(MAX_PAUSE) < 0) ? pause : MAX_PAUSE;
		this.next = this.nanoTime.getAsLong()
				+ (long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.8, 1));
	}

	private static long bytes(String path, Map.Entry<String, Reply> reply) {
		SessionCalls.Node node = reply.getValue().node();
		int names = path.length() + 1 + 2 * reply.getKey().length();
		return REPLY_BYTES + names + ((node != null) ? node.data().length : 0);
	}

}
