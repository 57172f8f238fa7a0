package io.servicegroup.tck.servers;

import java.time.Duration;
import java.util.HexFormat;

/**
 * A real server on its own port that a test can stop, freeze and wipe. Each test class
 * creates its own.
 */
public interface StoreServer extends AutoCloseable {

	/** A timeout in whole seconds that is short enough to wait for. */
	Duration SHORT_TIMEOUT = Duration.ofSeconds(4);

	/** The msgpack of {@code {"weight": 1}}. */
	byte[] WEIGHT_1 = HexFormat.of().parseHex("81a677656967687401");

	/**
	 * Returns the coordination URL.
	 * @param query the URL's options, such as {@code timeout=4}
	 */
	String url(String query);

	/** Returns the server's process. */
	ServerProcess process();

	/**
	 * Ends the server immediately, as kill -9 does. {@link #start} does not restore its
	 * data.
	 */
	default void stop() {
		process().kill();
	}

	/** Starts the server without data on the same port, and waits until it answers. */
	void start();

	/**
	 * Starts the server with its previous data on the same port, and waits until it
	 * answers.
	 */
	default void restart() {
		throw new UnsupportedOperationException("The server keeps no data");
	}

	/** Freezes the server: its connections stay open, but it does not answer. */
	default void pause() {
		process().pause();
	}

	/** Resumes a frozen server. */
	default void resume() {
		process().resume();
	}

	/** Returns a timeout in whole seconds that is short enough to wait for. */
	default Duration timeout() {
		return SHORT_TIMEOUT;
	}

	/**
	 * Advances the store's clock, if it can be moved. Otherwise does nothing, and the
	 * test waits in real time.
	 */
	default void advance(Duration time) {
	}

	/**
	 * Writes a group with the members {@code m0, m1, …} directly into the store, in the
	 * format of tooz. Each is alive for a minute and has the capabilities
	 * {@code {"weight": 1}}.
	 */
	void addGroup(String group, int members);

	/** Deletes all data of the running server. */
	void wipe();

	/** Ends the server permanently and deletes its files. */
	@Override
	void close();

}
