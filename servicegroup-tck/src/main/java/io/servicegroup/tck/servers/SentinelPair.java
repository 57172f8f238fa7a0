package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A master and one sentinel, as local processes.
 */
public final class SentinelPair implements AutoCloseable {

	private final Path directory;

	private final SentinelPeer server;

	private final SentinelPeer sentinel;

	private final int port;

	public SentinelPair() {
		this(null);
	}

	/** Creates a pair. With certificates, clients must use TLS for both. */
	public SentinelPair(Certificates certificates) {
		try {
			this.directory = Files.createTempDirectory("servicegroup-sentinel-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		int serverPort = LocalProcess.freePort();
		List<String> tls = (certificates != null) ? new ArrayList<>(RedisServer.tls(certificates)) : new ArrayList<>();
		if (certificates != null) {
			tls.addAll(List.of("--tls-port", Integer.toString(serverPort), "--tls-replication", "yes"));
		}
		this.server = SentinelPeer.server(this.directory, tls);
		int securePort = LocalProcess.freePort();
		this.sentinel = SentinelPeer.sentinel(this.directory, tls.isEmpty() ? this.server.port() : serverPort, 1,
				lines(tls, securePort));
		this.port = tls.isEmpty() ? this.sentinel.port() : securePort;
		this.server.start();
		this.sentinel.start();
	}

	/**
	 * Returns the options as lines of a sentinel's configuration, with the sentinel's TLS
	 * port.
	 */
	private static List<String> lines(List<String> options, int port) {
		List<String> lines = new ArrayList<>();
		for (int i = 0; i < options.size(); i += 2) {
			String name = options.get(i).substring(2);
			lines.add(name + " " + (name.equals("tls-port") ? Integer.toString(port) : options.get(i + 1)));
		}
		return lines;
	}

	public SentinelPeer server() {
		return this.server;
	}

	public SentinelPeer sentinel() {
		return this.sentinel;
	}

	/** Returns the sentinel's port for clients. */
	public int port() {
		return this.port;
	}

	/** Returns the coordination URL, without the password. */
	public String url(String query) {
		return "redis://127.0.0.1:" + this.port + "?sentinel=" + SentinelCluster.MASTER + "&" + query;
	}

	@Override
	public void close() {
		this.sentinel.close();
		this.server.close();
		try {
			Directories.delete(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
