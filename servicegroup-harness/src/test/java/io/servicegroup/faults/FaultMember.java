package io.servicegroup.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A member in its own process that prints what it observes. Arguments: URL, member,
 * group. Each input line is a new version for its capabilities, or {@code strain}, a
 * {@link Strain} and its duration in seconds, or {@code run}, another main class and its
 * arguments. The process ends at the end of its input.
 */
public final class FaultMember {

	private static final Duration POLL = Duration.ofMillis(500);

	private FaultMember() {
	}

	public static void main(String[] args) throws IOException {
		LiveServiceGroupAPI api = new LiveServiceGroupAPI(
				new ToozServiceGroupDriver(Coordinators.parse(args[0]), args[1]), null, POLL, List.of());
		api.want(args[2], Map.of("version", 0));
		api.start();
		new ObservationRecorder(api, args[2], (observation) -> System.out.println(observation.line())).start();
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			String[] words = line.split(" ");
			switch (words[0]) {
				case "strain" -> Strain.valueOf(words[1]).start(Long.parseLong(words[2]));
				case "run" -> run(words[1], Arrays.copyOfRange(words, 2, words.length));
				default -> update(api, args[2], Integer.parseInt(line));
			}
		}
		Runtime.getRuntime().halt(0);
	}

	/** Runs another main class in this process, which ends if the class fails. */
	private static void run(String main, String[] arguments) {
		new Thread(() -> {
			try {
				Class.forName(main).getMethod("main", String[].class).invoke(null, (Object) arguments);
			}
			catch (Throwable ex) {
				ex.printStackTrace();
				Runtime.getRuntime().halt(1);
			}
		}, "run").start();
	}

	/**
	 * Updates the capabilities. If the store cannot be reached, a later heartbeat sends
	 * them.
	 */
	private static void update(LiveServiceGroupAPI api, String group, int version) {
		try {
			api.updateCapabilities(group, Map.of("version", version));
		}
		catch (RuntimeException ex) {
			System.out.println(ex);
		}
	}

}
