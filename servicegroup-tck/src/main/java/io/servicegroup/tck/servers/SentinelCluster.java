package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.awaitility.Awaitility.await;

/**
 * A master and a replica without persistence, and three sentinels that consider a silent
 * master down after one second. Always local processes.
 */
public final class SentinelCluster implements AutoCloseable {

	public static final String MASTER = "mymaster";

	/** The password of the sentinels. The servers have none. */
	public static final String PASSWORD = "0f-the-sent1nels";

	private static final Duration TIMEOUT = Duration.ofSeconds(40);

	private final Path directory;

	private final List<SentinelPeer> servers = new ArrayList<>();

	private final List<SentinelPeer> sentinels = new ArrayList<>();

	public SentinelCluster() {
		try {
			this.directory = Files.createTempDirectory("servicegroup-sentinel-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		for (int i = 0; i < 2; i++) {
			this.servers.add(SentinelPeer.server(this.directory, List.of()));
			start(i);
		}
		this.servers.get(1).probe().command("REPLICAOF", "127.0.0.1", this.servers.get(0).port());
		await().atMost(TIMEOUT).until(this::isReplicated);
		for (int i = 0; i < 3; i++) {
			this.sentinels.add(SentinelPeer.sentinel(this.directory, this.servers.get(0).port(), 2, List.of()));
			this.sentinels.get(i).start();
		}
		awaitHealth();
	}

	public void start(int server) {
		this.servers.get(server).start();
	}

	public SentinelPeer server(int index) {
		return this.servers.get(index);
	}

	public SentinelPeer sentinel(int index) {
		return this.sentinels.get(index);
	}

	/**
	 * Returns the index of the server that reports the role of master.
	 */
	public int master() {
		return isMaster(0) ? 0 : 1;
	}

	public boolean isMaster(int server) {
		return this.servers.get(server).replication().contains("role:master");
	}

	private boolean isReplicated() {
		return IntStream.range(0, 2)
			.mapToObj((i) -> this.servers.get(i).replication())
			.anyMatch((state) -> state.contains("role:slave") && state.contains("master_link_status:up"));
	}

	/** Waits until a failover can succeed and none is in progress. */
	public void awaitHealth() {
		await().atMost(TIMEOUT)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> isReplicated() && this.sentinels.stream().allMatch(this::seesAll));
	}

	/** Waits until all sentinels report this server as the master. */
	public void awaitNaming(int server) {
		String master = " 127.0.0.1 " + this.servers.get(server).port() + " ";
		await().atMost(TIMEOUT)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.sentinels.stream()
				.allMatch((sentinel) -> sentinel.sentinel("GET-MASTER-ADDR-BY-NAME", MASTER).equals(master)));
	}

	private boolean seesAll(SentinelPeer sentinel) {
		String master = sentinel.sentinel("MASTER", MASTER);
		String replicas = sentinel.sentinel("REPLICAS", MASTER);
		return master.contains(" port " + this.servers.get(master()).port() + " ") && master.contains(" flags master ")
				&& master.contains(" num-slaves 1 ") && master.contains(" num-other-sentinels 2 ")
				&& replicas.contains(" flags slave ") && replicas.contains(" master-link-status ok ");
	}

	public String url(String query) {
		List<String> hosts = this.sentinels.stream().map((sentinel) -> "127.0.0.1:" + sentinel.port()).toList();
		return "redis://" + hosts.get(0) + "?sentinel=" + MASTER
				+ hosts.stream().skip(1).map((host) -> "&sentinel_fallback=" + host).collect(Collectors.joining())
				+ "&sentinel_password=" + PASSWORD + "&" + query;
	}

	@Override
	public void close() {
		this.sentinels.forEach(SentinelPeer::close);
		this.servers.forEach(SentinelPeer::close);
		try {
			Directories.delete(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
