package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.awaitility.Awaitility.await;

/**
 * An ensemble of three ZooKeeper servers that a test can kill and freeze one by one.
 */
public final class ZooKeeperEnsemble implements AutoCloseable {

	private final Path data;

	private final List<ZooKeeperPeer> peers;

	public ZooKeeperEnsemble() {
		try {
			this.data = Files.createTempDirectory("servicegroup-ensemble-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.peers = IntStream.rangeClosed(1, 3).mapToObj((id) -> new ZooKeeperPeer(id, this.data)).toList();
		String ensemble = this.peers.stream().map(ZooKeeperPeer::line).collect(Collectors.joining());
		this.peers.forEach((peer) -> peer.configure(ensemble));
		this.peers.forEach(ZooKeeperPeer::start);
		awaitAll();
	}

	public List<ZooKeeperPeer> peers() {
		return this.peers;
	}

	/**
	 * Waits until all servers have served for a second, because a server that was frozen
	 * needs time to catch up.
	 */
	public void awaitAll() {
		await().during(Duration.ofSeconds(1))
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.peers.stream().filter((peer) -> peer.leads(this.peers.size() - 1)).count() == 1
					&& this.peers.stream().filter((peer) -> peer.mode().equals("follower")).count() == 2);
	}

	public ZooKeeperPeer leader() {
		return await().atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.peers.stream().filter((peer) -> peer.mode().equals("leader")).findFirst().orElse(null),
					(peer) -> peer != null);
	}

	public List<ZooKeeperPeer> followers() {
		ZooKeeperPeer leader = leader();
		return this.peers.stream().filter((peer) -> peer != leader).toList();
	}

	/**
	 * Returns a URL whose client connects to this server first, and then to the others.
	 */
	public String urlFrom(ZooKeeperPeer first, String query) {
		List<ZooKeeperPeer> order = new ArrayList<>(this.peers);
		Collections.rotate(order, -this.peers.indexOf(first));
		return "zookeeper://" + order.stream().map(ZooKeeperPeer::host).collect(Collectors.joining(","))
				+ "?randomize_hosts=false&" + query;
	}

	@Override
	public void close() {
		this.peers.forEach((peer) -> peer.process().close());
		try {
			Directories.delete(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
