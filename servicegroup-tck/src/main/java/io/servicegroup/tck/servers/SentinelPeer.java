package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A server or a sentinel of a {@link SentinelCluster}, which a test can kill and freeze.
 */
public final class SentinelPeer implements AutoCloseable {

	private final int port;

	private final LocalProcess process;

	private final RedisProbe probe;

	private SentinelPeer(int port, List<String> command, String password) {
		this.port = port;
		this.process = new LocalProcess(command);
		this.probe = (password != null) ? new RedisProbe(port).as(password) : new RedisProbe(port);
	}

	static SentinelPeer server(Path directory, List<String> more) {
		int port = LocalProcess.freePort();
		List<String> command = new ArrayList<>(
				List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir",
						directory.toString(), "--save", "", "--appendonly", "no", "--repl-diskless-sync-delay", "0"));
		command.addAll(more);
		return new SentinelPeer(port, command, null);
	}

	/**
	 * Creates a sentinel. It needs a writable configuration file, because it stores its
	 * state there.
	 */
	static SentinelPeer sentinel(Path directory, int master, int quorum, List<String> more) {
		int port = LocalProcess.freePort();
		Path file = directory.resolve(port + ".conf");
		String name = SentinelCluster.MASTER;
		List<String> lines = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir " + directory,
				"requirepass " + SentinelCluster.PASSWORD,
				"sentinel monitor " + name + " 127.0.0.1 " + master + " " + quorum,
				"sentinel down-after-milliseconds " + name + " 1000", "sentinel failover-timeout " + name + " 3000"));
		lines.addAll(more);
		try {
			Files.write(file, lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new SentinelPeer(port, List.of("redis-server", file.toString(), "--sentinel"), SentinelCluster.PASSWORD);
	}

	public void start() {
		this.process.start();
		this.process.awaitReady(() -> this.probe.text("PING").equals("PONG"));
	}

	public int port() {
		return this.port;
	}

	public LocalProcess process() {
		return this.process;
	}

	public RedisProbe probe() {
		return this.probe;
	}

	/** Returns the server's replication state, or an empty text if it does not answer. */
	public String replication() {
		try {
			return this.probe.text("INFO", "replication");
		}
		catch (UncheckedIOException ex) {
			return "";
		}
	}

	/** Sends a SENTINEL command. Returns the reply as words, each between blanks. */
	String sentinel(Object... command) {
		Object[] all = new Object[command.length + 1];
		all[0] = "SENTINEL";
		System.arraycopy(command, 0, all, 1, command.length);
		return " " + words(this.probe.command(all)) + " ";
	}

	private static String words(Object reply) {
		return (reply instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8)
				: (reply instanceof List<?> list)
						? list.stream().map(SentinelPeer::words).collect(Collectors.joining(" "))
						: String.valueOf(reply);
	}

	/**
	 * Returns the number of connections, without those of sentinels, replicas and this
	 * probe.
	 */
	public long clients() {
		return this.probe.text("CLIENT", "LIST")
			.lines()
			.filter((line) -> line.matches(".* flags=[NP] .*") && !line.contains(" name=sentinel-")
					&& !line.contains(" cmd=client"))
			.count();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
