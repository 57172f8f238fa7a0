package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

import static org.awaitility.Awaitility.await;

/**
 * A server that a test can start, freeze, kill and start again on the same port. It is a
 * local process or a container.
 */
public interface ServerProcess extends AutoCloseable {

	/**
	 * Makes a directory of this machine writable for the server. Call it before
	 * {@link #start}.
	 */
	default ServerProcess sharing(Path directory) {
		return this;
	}

	ServerProcess start();

	/** Freezes the server: its connections stay open, but it does not answer. */
	void pause();

	void resume();

	/** Ends the server immediately, as kill -9 does, and waits for its end. */
	void kill();

	boolean isAlive();

	/** Returns what the server has printed since its start. */
	String output();

	@Override
	void close();

	/**
	 * Waits until the server answers. A port that accepts connections is not enough:
	 * Docker accepts connections before the server in the container has started.
	 * @param answers returns whether the server answers; an I/O error counts as no
	 */
	default void awaitReady(Callable<Boolean> answers) {
		await().atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptionsMatching((ex) -> ex instanceof IOException || ex instanceof UncheckedIOException)
			.until(() -> {
				if (!isAlive()) {
					throw new IllegalStateException(this + " has ended: " + output());
				}
				return answers.call();
			});
	}

}
