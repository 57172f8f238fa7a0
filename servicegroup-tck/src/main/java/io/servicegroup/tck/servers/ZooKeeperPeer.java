package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.zookeeper.client.FourLetterWordMain;
import org.apache.zookeeper.common.X509Exception.SSLContextException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * One server of a {@link ZooKeeperEnsemble}, in a separate JVM.
 */
public final class ZooKeeperPeer {

	/** The tick. Followers and leader lose each other after four ticks. */
	private static final int TICK_MILLIS = 500;

	private final int id;

	private final int port = LocalProcess.freePort();

	private final int quorumPort = LocalProcess.freePort();

	private final int electionPort = LocalProcess.freePort();

	private final Path data;

	private final LocalProcess process;

	ZooKeeperPeer(int id, Path parent) {
		this.id = id;
		this.data = parent.resolve("peer" + id);
		this.process = new LocalProcess(
				ZooKeeperJvm.command(QuorumPeerMain.class, this.data.resolve("zoo.cfg"), List.of()));
	}

	/** Returns the server's line in the configuration of all servers. */
	String line() {
		return "server.%s=127.0.0.1:%s:%s;127.0.0.1:%s\n".formatted(this.id, this.quorumPort, this.electionPort,
				this.port);
	}

	void configure(String ensemble) {
		try {
			Files.createDirectory(this.data);
			Files.writeString(this.data.resolve("myid"), Integer.toString(this.id));
			Files.writeString(this.data.resolve("zoo.cfg"), "dataDir=%s\ntickTime=%s\ninitLimit=20\nsyncLimit=4\n%s"
				.formatted(this.data, TICK_MILLIS, ensemble));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts the server with its data. */
	public void start() {
		this.process.start();
	}

	public LocalProcess process() {
		return this.process;
	}

	public String host() {
		return "127.0.0.1:" + this.port;
	}

	/**
	 * Returns {@code leader}, {@code follower}, or an empty text while the server does
	 * not serve.
	 */
	public String mode() {
		return ask("srvr", "Mode: ");
	}

	/** Returns whether this server leads and has this number of synced followers. */
	boolean leads(int followers) {
		return ask("mntr", "zk_synced_followers\t").equals(Integer.toString(followers));
	}

	private String ask(String command, String before) {
		try {
			return FourLetterWordMain.send4LetterWord("127.0.0.1", this.port, command, false, 1000)
				.lines()
				.filter((line) -> line.startsWith(before))
				.map((line) -> line.substring(before.length()))
				.findFirst()
				.orElse("");
		}
		catch (IOException | SSLContextException ex) {
			return "";
		}
	}

}
