package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/**
 * A process that a test can start, freeze and kill. It is killed at the latest when the
 * JVM ends.
 */
public final class LocalProcess implements ServerProcess {

	private final List<String> command;

	private final Path output;

	private Process process;

	public LocalProcess(List<String> command) {
		this.command = command;
		try {
			this.output = Files.createTempFile("servicegroup-", ".log");
			this.output.toFile().deleteOnExit();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
	}

	@Override
	public LocalProcess start() {
		try {
			this.process = new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(this.output.toFile())
				.start();
			return this;
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot start " + this.command.get(0)
					+ ": run ./test, which installs missing programs, or start Docker", ex);
		}
	}

	/** Waits until the process accepts connections. */
	public void awaitPort(int port) {
		awaitReady(() -> answers(port));
	}

	public static boolean answers(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Returns a free port that no other test gets, not even in another JVM. */
	public static int freePort() {
		return FreePorts.next();
	}

	/**
	 * Freezes the process and its children: the process first, so that it starts no more
	 * children. Waits until every thread has stopped, because each thread handles the
	 * signal separately.
	 */
	@Override
	public void pause() {
		signal("STOP", this.process.toHandle());
		this.process.descendants().forEach((child) -> signal("STOP", child));
		await().atMost(Duration.ofSeconds(5)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
			String ids = Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants())
				.map((one) -> Long.toString(one.pid()))
				.collect(Collectors.joining(","));
			Process states = new ProcessBuilder("ps", "-L", "-o", "stat=", "-p", ids).start();
			// A child that has ended is a zombie while its parent is frozen.
			return new String(states.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).lines()
				.allMatch((state) -> state.startsWith("T") || state.startsWith("Z"));
		});
	}

	@Override
	public void resume() {
		this.process.descendants().forEach((child) -> signal("CONT", child));
		signal("CONT", this.process.toHandle());
	}

	/** Sends SIGTERM, which asks the process to end. */
	public void terminate() {
		signal("TERM", this.process.toHandle());
	}

	/** Sends SIGHUP, which makes a server reload its files. */
	public void reload() {
		signal("HUP", this.process.toHandle());
	}

	private static void signal(String name, ProcessHandle to) {
		try {
			int code = new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).start().waitFor();
			if (code != 0 && to.isAlive()) {
				throw new IllegalStateException("kill -" + name + " returned " + code);
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void kill() {
		if (this.process != null) {
			List<ProcessHandle> children = this.process.descendants().toList();
			this.process.destroyForcibly();
			children.forEach(ProcessHandle::destroyForcibly);
			try {
				this.process.waitFor(10, TimeUnit.SECONDS);
				for (ProcessHandle child : children) {
					child.onExit().completeOnTimeout(child, 10, TimeUnit.SECONDS).join();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public boolean isAlive() {
		return this.process != null && this.process.isAlive();
	}

	public Process process() {
		return this.process;
	}

	@Override
	public String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	@Override
	public String toString() {
		return String.join(" ", this.command);
	}

}
