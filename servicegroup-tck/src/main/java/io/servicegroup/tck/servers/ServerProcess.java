package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

import static org.awaitility.Awaitility.await;

/**
 * A server program of a test's own, as a process of this machine or in a container:
 * started, frozen, killed, and started again on the same port.
 */
public interface ServerProcess extends AutoCloseable {

	/** Before the start: lets the server write to a directory of this machine. */
	default ServerProcess sharing(Path directory) {
		return this;
	}

	ServerProcess start();

	/** Freezes it: its connections stay, nothing answers. */
	void pause();

	void resume();

	/** Ends it at once, as kill -9 does, and waits for its end. */
	void kill();

	boolean isAlive();

	/** What it has printed since its start. */
	String output();

	@Override
	void close();

	/**
	 * Waits until the server answers. A port that accepts connections is not enough:
	 * Docker's own does so before the server in the container has started.
	 * @param answers whether it does; an I/O error is a no
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
