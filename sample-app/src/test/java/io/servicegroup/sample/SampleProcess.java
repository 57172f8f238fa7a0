package io.servicegroup.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.servicegroup.tck.servers.LocalProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * Runs the sample application with {@code java -jar} and reads its endpoints.
 */
final class SampleProcess implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final LocalProcess process;

	private final int port;

	private SampleProcess(LocalProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Starts the application without waiting for it.
	 * @param port the port to listen on, or 0 for any free port
	 */
	static SampleProcess start(String url, String member, int port, String... more) {
		return start(ExtractedSample.command(), url, member, port, more);
	}

	static SampleProcess start(List<String> command, String url, String member, int port, String... more) {
		int chosen = (port != 0) ? port : LocalProcess.freePort();
		List<String> all = new ArrayList<>(command);
		all.addAll(List.of("--server.port=" + chosen, "--servicegroup.tooz-url=" + url,
				"--servicegroup.member-id=" + member));
		all.addAll(List.of(more));
		return new SampleProcess(new LocalProcess(all).start(), chosen);
	}

	SampleProcess awaitStarted() {
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("The sample has stopped: " + this.process.output());
			}
			return this.process.output().contains("The page: " + url());
		});
		return this;
	}

	String url() {
		return "http://localhost:" + this.port + "/";
	}

	int port() {
		return this.port;
	}

	/** Returns the members that the endpoint shows; none while it is unavailable. */
	Set<String> members() {
		Set<String> ids = new HashSet<>();
		group().path("members").forEach((member) -> ids.add(member.get("id").asString()));
		return ids;
	}

	Map<String, String> capabilities(String member) {
		for (JsonNode shown : group().path("members")) {
			if (shown.get("id").asString().equals(member)) {
				return shown.get("capabilities")
					.properties()
					.stream()
					.collect(Collectors.toMap(Map.Entry::getKey, (e) -> e.getValue().asString()));
			}
		}
		return Map.of();
	}

	/**
	 * Returns the leader that the endpoint shows; empty if none is elected or the
	 * endpoint is unavailable.
	 */
	String leader() {
		return group().path("leader").asString("");
	}

	private JsonNode group() {
		return get("actuator/servicegroup/web").path("groups").path("web");
	}

	boolean isUp() {
		return health().path("status").asString("").equals("UP");
	}

	JsonNode health() {
		return get("actuator/health").path("components").path("serviceGroup");
	}

	boolean isLive() {
		return get("actuator/health/liveness").path("status").asString("").equals("UP");
	}

	/** Sets or clears a switch of a member of the group {@code web}. */
	JsonNode setSwitch(String member, String action, String reason) {
		return send(request("actuator/servicegroup/web/" + member).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers
				.ofString(JsonMapper.shared().writeValueAsString(Map.of("action", action, "reason", reason))))
			.build());
	}

	/** Returns how many threads are in a method of this name. */
	long threadsIn(String method) {
		return get("actuator/threaddump").findValues("methodName")
			.stream()
			.filter((name) -> name.asString().equals(method))
			.count();
	}

	private JsonNode get(String path) {
		return send(request(path).build());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(5));
	}

	private JsonNode send(HttpRequest request) {
		try {
			return JsonMapper.shared().readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
		}
		catch (IOException ex) {
			return JsonMapper.shared().missingNode();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	LocalProcess process() {
		return this.process;
	}

	/**
	 * Stops the application with SIGTERM.
	 * @return the time that the stop took, or the deadline if it did not stop in time
	 */
	Duration terminate(Duration deadline) {
		long begun = System.nanoTime();
		this.process.terminate();
		try {
			boolean ended = this.process.process().waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
			return ended ? Duration.ofNanos(System.nanoTime() - begun) : deadline;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.close();
	}

	@Override
	public String toString() {
		return "The sample at " + url() + ", health " + health() + ", members " + members() + ", output:\n"
				+ this.process.output();
	}

}
