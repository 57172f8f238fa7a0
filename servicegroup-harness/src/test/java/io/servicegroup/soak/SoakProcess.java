package io.servicegroup.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;

/**
 * A {@link SoakWorker}'s process, until it is killed. Sends commands to it, and records
 * which are not done yet.
 */
final class SoakProcess implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(60);

	private final LocalProcess process;

	private final Socket socket;

	private final Set<Integer> busy = ConcurrentHashMap.newKeySet();

	private final BlockingQueue<Sample> samples = new LinkedBlockingQueue<>();

	private final Semaphore awake = new Semaphore(0);

	private final Consumer<String> failures;

	SoakProcess(String url, String group, int slots, Consumer<String> failures) {
		this.failures = failures;
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.process = new LocalProcess(SmallJvm.command(SoakWorker.class, url, group, Integer.toString(slots),
					Integer.toString(server.getLocalPort())));
			this.process.start();
			server.setSoTimeout((int) START.toMillis());
			this.socket = server.accept();
			this.socket.setTcpNoDelay(true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread listener = new Thread(this::listen, "soak");
		listener.setDaemon(true);
		listener.start();
	}

	private void listen() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.US_ASCII))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				handle(line);
			}
		}
		catch (IOException ex) {
			// The process was killed.
		}
		this.awake.release();
	}

	private void handle(String line) {
		if (line.startsWith("SAMPLE")) {
			this.samples.add(Sample.parse(line));
			return;
		}
		if (line.equals("AWAKE")) {
			this.awake.release();
			return;
		}
		if (line.startsWith("FAILED")) {
			this.failures.accept(line);
		}
		this.busy.remove(Integer.valueOf(line.split(" ")[1]));
	}

	/** Sends a command, and does not wait until it is done. */
	void sendCommand(String verb, int slot, String id) {
		this.busy.add(slot);
		send(verb + " " + slot + " " + id);
	}

	private void send(String line) {
		try {
			this.socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			this.failures.accept("A process ended without being killed: " + this.process.output());
		}
	}

	/** Whether the last command for the slot is not done yet. */
	boolean isBusy(int slot) {
		return this.busy.contains(slot);
	}

	boolean isBusy() {
		return !this.busy.isEmpty();
	}

	Sample sample() throws InterruptedException {
		send("SAMPLE");
		Sample sample = this.samples.poll(START.toSeconds(), TimeUnit.SECONDS);
		if (sample == null) {
			throw new IllegalStateException("A process does not answer: " + this.process.output());
		}
		return sample;
	}

	void pause() {
		this.process.pause();
	}

	/** Resumes the process, and returns once it answers or has ended. */
	void resume() {
		this.process.resume();
		send("AWAKE?");
		this.awake.acquireUninterruptibly();
	}

	@Override
	public void close() {
		this.process.close();
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
