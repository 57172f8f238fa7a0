package io.servicegroup.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.awaitility.Awaitility.await;

/**
 * The sample application in a process of its own, as an operator runs it.
 */
final class SampleProcess implements AutoCloseable {

	private static final Pattern ADDRESS = Pattern.compile("The page: (http://localhost:(\\d+)/)");

	private final Path output;

	private final Process process;

	private Matcher address = ADDRESS.matcher("");

	private SampleProcess(Path directory, String memberId, int port, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				SampleApplication.class.getName(), "--server.port=" + port, "--servicegroup.member-id=" + memberId,
				"--servicegroup.tooz-url=file://" + directory + "?timeout=5"));
		command.addAll(List.of(arguments));
		this.output = Files.createTempFile("sample-", ".log");
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.output.toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
	}

	/** Starts the application and waits until it tells its address. */
	static SampleProcess start(Path directory, String memberId, int port, String... arguments) {
		try {
			SampleProcess started = new SampleProcess(directory, memberId, port, arguments);
			await().atMost(Duration.ofSeconds(60)).until(started::tellsAddress);
			return started;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean tellsAddress() throws IOException {
		String said = Files.readString(this.output);
		if (!this.process.isAlive()) {
			throw new IllegalStateException("The application has ended: " + said);
		}
		this.address = ADDRESS.matcher(said);
		return this.address.find();
	}

	String url() {
		return this.address.group(1);
	}

	int port() {
		return Integer.parseInt(this.address.group(2));
	}

	/**
	 * Ends the application by SIGTERM.
	 * @return the time it took, or the deadline if it did not end in time
	 */
	Duration terminate(Duration deadline) {
		long begun = System.nanoTime();
		this.process.destroy();
		try {
			boolean ended = this.process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
			return ended ? Duration.ofNanos(System.nanoTime() - begun) : deadline;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
			Files.deleteIfExists(this.output);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
