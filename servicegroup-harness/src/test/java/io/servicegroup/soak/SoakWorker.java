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
 * A process with members, and one observer that follows their group. Does what it is
 * told, a line each: {@code FILL}, {@code JOIN}, {@code LEAVE} or {@code DIE}, the slot,
 * and an id; the answer is {@code DONE} or {@code FAILED} and the slot. {@code SAMPLE} is
 * answered with what the observer sees. Arguments: URL, group, number of slots, the port
 * to be told on. Lives as long as that connection.
 */
public final class SoakWorker {

	private static final Pattern PORT = Pattern.compile(":(\\d+)");

	private final List<Slot> slots = new ArrayList<>();

	private final ExecutorService hands = Executors.newFixedThreadPool(4);

	private final Observer observer;

	private final Socket socket;

	private SoakWorker(String url, String group, int slots, int port) throws IOException {
		Matcher storePort = PORT.matcher(url);
		if (!storePort.find()) {
			throw new IllegalArgumentException("No port to stand in for: " + url);
		}
		Lines lines = new Lines(Integer.parseInt(storePort.group(1)));
		for (int i = 0; i < slots; i++) {
			this.slots.add(new Slot(url, group, Integer.parseInt(storePort.group(1)), lines));
		}
		this.observer = new Observer(url, group, "observer" + port);
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setTcpNoDelay(true);
	}

	public static void main(String[] args) throws IOException {
		new SoakWorker(args[0], args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3])).obey();
	}

	private void obey() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.US_ASCII))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				String[] words = line.split(" ");
				if (line.equals("AWAKE?")) {
					say("AWAKE");
					continue;
				}
				this.hands.execute(() -> answer(words));
			}
		}
		catch (IOException ex) {
			// Whoever gave the commands is gone.
		}
		Runtime.getRuntime().halt(0);
	}

	private void answer(String[] words) {
		try {
			if (words[0].equals("SAMPLE")) {
				say(this.observer.sample());
			}
			else {
				move(words[0], this.slots.get(Integer.parseInt(words[1])), words[2]);
				say("DONE " + words[1]);
			}
		}
		catch (Exception ex) {
			say("FAILED " + words[1] + " " + String.join(" ", words) + ": " + ex);
		}
	}

	private static void move(String verb, Slot slot, String id) throws InterruptedException {
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

	private synchronized void say(String line) {
		try {
			this.socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			Runtime.getRuntime().halt(0);
		}
	}

}
