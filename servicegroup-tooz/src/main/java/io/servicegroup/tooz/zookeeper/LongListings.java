package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import io.servicegroup.tooz.CoordinationException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the nodes whose list of children breaks the connection. ZooKeeper's client
 * closes the connection when an answer is too long, and gives no reason. Such a list is
 * requested rarely, so that it does not affect other groups. Thread-safe.
 */
final class LongListings {

	/** The number of lost connections that a faulty network hardly explains. */
	private static final int MIN_LOSSES = 3;

	private static final long MIN_PAUSE_SECONDS = 10;

	private static final long MAX_PAUSE_SECONDS = 300;

	private static final int MAX_NODES = 1000;

	/** The longest id, with its length. */
	private static final int MAX_NAME_BYTES = 10_004;

	private final IntSupplier maxBytes;

	private final Map<String, Losses> losses = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Losses> eldest) {
			return size() > MAX_NODES;
		}

	};

	/**
	 * Creates an empty history.
	 * @param maxBytes returns the longest answer that the client reads, in bytes
	 */
	LongListings(IntSupplier maxBytes) {
		this.maxBytes = maxBytes;
	}

	int maxBytes() {
		return this.maxBytes.getAsInt();
	}

	/** Returns why the children of a node must not be listed now, or {@code null}. */
	synchronized @Nullable CoordinationException refusal(String path) {
		Losses known = this.losses.get(path);
		if (known == null || known.count < MIN_LOSSES || System.nanoTime() - known.until >= 0) {
			return null;
		}
		return new CoordinationException("The connection was lost each of the last " + known.count
				+ " times that the children of ZooKeeper's node " + path + " were listed: their names probably have "
				+ "more than " + maxBytes() + " bytes. Retrying after a pause of up to " + MAX_PAUSE_SECONDS
				+ " s. Delete nodes, use shorter ids, or set the system property jute.maxbuffer to a larger number of "
				+ "bytes", null);
	}

	/**
	 * Returns whether the list of a node's children can be too long, if their names are
	 * not longer than ids may be. Otherwise the network is to blame.
	 */
	boolean canBeTooLong(Stat node) {
		return (long) node.getNumChildren() * MAX_NAME_BYTES > maxBytes();
	}

	/** Takes the result of a listing. */
	synchronized void listed(String path, int code) {
		if (code != Code.CONNECTIONLOSS.intValue()) {
			this.losses.remove(path);
			return;
		}
		Losses known = this.losses.computeIfAbsent(path, (node) -> new Losses());
		known.count++;
		long pause = Math.min(MAX_PAUSE_SECONDS,
				MIN_PAUSE_SECONDS << Math.min(10, Math.max(0, known.count - MIN_LOSSES)));
		known.until = System.nanoTime() + TimeUnit.SECONDS.toNanos(pause);
	}

	/** The lost connections of one node since its last listing. */
	private static final class Losses {

		private int count;

		private long until;

	}

}
