package io.servicegroup.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.servicegroup.servers.LocalProcess;

import static org.awaitility.Awaitility.await;

/**
 * A {@link MovingWorker}, told what to do.
 */
final class MovingProcess implements AutoCloseable {

	private final String group;

	private LocalProcess process;

	private int told;

	MovingProcess(String group) {
		this.group = group;
		begin();
	}

	/** Again, after it was killed. */
	void begin() {
		this.process = new LocalProcess(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
				MovingWorker.class.getName(), this.group))
			.start();
	}

	void start(String id, Sides sides) {
		tell("start " + id + " " + sides.to() + " " + sides.from());
	}

	/** Gracefully: it leaves. */
	void stop(String id) {
		tell("stop " + id);
	}

	void kill() {
		this.process.kill();
	}

	private void tell(String what) {
		String done = "done " + ++this.told;
		try {
			this.process.process()
				.getOutputStream()
				.write((this.told + " " + what + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.process().getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(20)).until(() -> {
			String output = this.process.output();
			if (!this.process.isAlive()) {
				throw new IllegalStateException(what + " failed: " + output);
			}
			return output.lines().anyMatch(done::equals);
		});
	}

	@Override
	public void close() {
		this.process.close();
	}

}
