package io.servicegroup.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process with members, and one observer of their group. Carries out commands, one per
 * line: {@code FILL}, {@code JOIN}, {@code LEAVE} or {@code DIE}, the slot, and an id.
 * The reply is {@code DONE} or {@code FAILED} and the slot. The reply to {@code SAMPLE}
 * is what the observer sees. Arguments: URL, group, number of slots, port of the command
 * connection. The process ends when that connection does.
 */
public final class SoakWorker {

	private static final Pattern PORT = Pattern.compile(":(\\d+)");

	private final List<Slot> slots = new ArrayList<>();

	private final ExecutorService executor = Executors.newFixedThreadPool(4);

	private final Observer observer;

	private final Socket socket;

	private SoakWorker(String url, String group, int slots, int port) throws IOException {
		Matcher storePort = PORT.matcher(url);
		if (!storePort.find()) {
			throw new IllegalArgumentException("The URL has no port that a proxy could replace: " + url);
		}
		ProxyPorts ports = new ProxyPorts(Integer.parseInt(storePort.group(1)));
		for (int i = 0; i < slots; i++) {
			this.slots.add(new Slot(url, group, Integer.parseInt(storePort.group(1)), ports));
		}
		this.observer = new Observer(url, group, "observer" + port);
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setTcpNoDelay(true);
	}

	public static void main(String[] args) throws IOException {
		new SoakWorker(args[0], args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3])).processCommands();
	}

	private void processCommands() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.US_ASCII))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				String[] words = line.split(" ");
				if (line.equals("AWAKE?")) {
					send("AWAKE");
					continue;
				}
				this.executor.execute(() -> process(words));
			}
		}
		catch (IOException ex) {
			// The parent process has ended.
		}
		Runtime.getRuntime().halt(0);
	}

	private void process(String[] words) {
		try {
			if (words[0].equals("SAMPLE")) {
				send(this.observer.sample());
			}
			else {
				execute(words[0], this.slots.get(Integer.parseInt(words[1])), words[2]);
				send("DONE " + words[1]);
			}
		}
		catch (Exception ex) {
			send("FAILED " + words[1] + " " + String.join(" ", words) + ": " + ex);
		}
	}

	private static void execute(String verb, Slot slot, String id) throws InterruptedException {
		switch (verb) {
			case "FILL" -> {
				slot.open(id);
				slot.join();
			}
			case "JOIN" -> slot.join();
			case "LEAVE" -> slot.leave();
			case "DIE" -> slot.die(id);
			default -> throw new IllegalArgumentException(verb);
		}
	}

	private synchronized void send(String line) {
		try {
			this.socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			Runtime.getRuntime().halt(0);
		}
	}

}
