package io.servicegroup.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tooz.Coordinator;
import org.awaitility.Awaitility;

/**
 * A JVM with many members of one group, each with its own coordinator and connection.
 */
final class FleetProcess implements AutoCloseable {

	private static final String READY = "FLEET READY";

	private final LocalProcess process;

	private FleetProcess(List<String> options, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-XX:+UseSerialGC", "-Xss256k", "-Xmx3g", "-cp", System.getProperty("java.class.path"),
				FleetProcess.class.getName()));
		command.addAll(List.of(arguments));
		this.process = new LocalProcess(command).start();
	}

	/**
	 * Starts members that send heartbeats and observe their own group.
	 */
	static FleetProcess observing(String url, String group, int members) {
		return new FleetProcess(List.of(), "observe", url, group, "m", Integer.toString(members)).awaitReady();
	}

	/**
	 * Registers members of this library that stay in the store without heartbeats until
	 * their timeout: their process is killed.
	 * @param url a URL with a long timeout
	 * @param id the id of a single member, or the start of the ids of several
	 */
	static void register(String url, String group, String id, int members) {
		// It lives for seconds: to compile for peak speed would take longer than that.
		try (FleetProcess fleet = new FleetProcess(List.of("-XX:TieredStopAtLevel=1"), "register", url, group, id,
				Integer.toString(members))) {
			fleet.awaitReady();
		}
	}

	/** Starts bare clients. */
	static FleetProcess bare(Store store, int port, int members) {
		return new FleetProcess(List.of(), "bare", store.name(), Integer.toString(port), "", Integer.toString(members))
			.awaitReady();
	}

	private FleetProcess awaitReady() {
		Awaitility.await().atMost(Duration.ofSeconds(300)).pollInterval(Duration.ofMillis(50)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("The fleet has ended: " + this.process.output());
			}
			return this.process.output().contains(READY);
		});
		return this;
	}

	long pid() {
		return this.process.process().pid();
	}

	@Override
	public void close() {
		this.process.close();
	}

	public static void main(String[] args) throws Exception {
		int members = Integer.parseInt(args[4]);
		List<Object> kept = args[0].equals("bare")
				? BareFleet.start(Store.valueOf(args[1]), Integer.parseInt(args[2]), members)
				: members(args[0], args[1], args[2], args[3], members);
		System.out.println(READY);
		Thread.sleep(Long.MAX_VALUE);
		System.out.println(kept);
	}

	private static List<Object> members(String kind, String url, String group, String firstId, int members) {
		List<Object> kept = new ArrayList<>();
		for (int i = 0; i < members; i++) {
			String id = (members == 1) ? firstId : firstId + i;
			kept.add(kind.equals("observe") ? observer(url, group, id) : member(url, group, id));
		}
		return kept;
	}

	private static LiveServiceGroupAPI observer(String url, String group, String id) {
		LiveServiceGroupAPI api = Member.api(url, id);
		api.join(group, Member.CAPABILITIES);
		api.start();
		return api;
	}

	private static Coordinator member(String url, String group, String id) {
		Coordinator coordinator = Member.coordinator(url, id);
		coordinator.joinGroupCreate(group, Member.CAPABILITIES);
		return coordinator;
	}

}
