package io.servicegroup.tck.servers;

import java.time.Duration;
import java.util.HexFormat;

/**
 * A real server of a test's own, on a port of its own, which a test may maltreat. Made
 * afresh per test class.
 */
public interface StoreServer extends AutoCloseable {

	/** The msgpack of {@code {"weight": 1}}. */
	byte[] WEIGHT_1 = HexFormat.of().parseHex("81a677656967687401");

	/**
	 * Returns the coordination URL.
	 * @param query its options, such as {@code timeout=4}
	 */
	String url(String query);

	/** The server's process, or whatever else can be stopped. */
	ServerProcess process();

	/** Ends the server at once, as kill -9 does; its data is gone. */
	default void stop() {
		process().kill();
	}

	/** Starts it again, empty, on the same port, and waits until it answers. */
	void start();

	/**
	 * Starts it again with the data it had, on the same port, and waits until it answers.
	 */
	default void restart() {
		throw new UnsupportedOperationException("It keeps no data");
	}

	/** Freezes the server: connections stay, nothing answers. */
	default void pause() {
		process().pause();
	}

	/** Lets a frozen server go on. */
	default void resume() {
		process().resume();
	}

	/** A timeout that is small enough to wait for, in whole seconds. */
	default Duration timeout() {
		return StoreFixture.TIMEOUT;
	}

	/**
	 * Has a time pass for the store, if its clock can be moved. Elsewhere it passes by
	 * itself, while the test waits.
	 */
	default void advance(Duration time) {
	}

	/**
	 * Writes a group of {@code m0, m1, …}, alive for a minute, each with the capabilities
	 * {@code {"weight": 1}}, straight into the store, as tooz would.
	 */
	void addGroup(String group, int members);

	/** Deletes all its data while it runs. */
	void wipe();

	/** Ends the server for good. */
	@Override
	void close();

}
