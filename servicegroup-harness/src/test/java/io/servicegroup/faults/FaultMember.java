package io.servicegroup.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A member in a process of its own, that prints what it sees. Arguments: URL, member,
 * group. Each line of its input is a new version for its capabilities, or a strain and
 * its seconds; it ends with its input.
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
		new Witness(api, args[2], (sighting) -> System.out.println(sighting.line())).start();
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			String[] words = line.split(" ");
			if (words[0].equals("strain")) {
				Strain.valueOf(words[1]).start(Long.parseLong(words[2]));
			}
			else {
				update(api, args[2], Integer.parseInt(line));
			}
		}
		Runtime.getRuntime().halt(0);
	}

	/** What the store does not get now comes with a later beat. */
	private static void update(LiveServiceGroupAPI api, String group, int version) {
		try {
			api.updateCapabilities(group, Map.of("version", version));
		}
		catch (RuntimeException ex) {
			System.out.println(ex);
		}
	}

}
