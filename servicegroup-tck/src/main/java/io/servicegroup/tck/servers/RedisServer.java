package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis server on a port and a Unix socket. By default it keeps data only in memory.
 */
public final class RedisServer implements StoreServer {

	private static final String TLS = "--tls-cert-file";

	private final int port = LocalProcess.freePort();

	private final Path socket;

	private final ServerProcess process;

	private final RedisProbe probe = new RedisProbe(this.port);

	private final int securePort = LocalProcess.freePort();

	private final List<String> more;

	public RedisServer() {
		this(List.of());
	}

	private RedisServer(List<String> more) {
		this.more = more;
		try {
			this.socket = Files.createTempDirectory("servicegroup-").resolve("redis.sock");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.process = more.contains(TLS) ? new LocalProcess(command("127.0.0.1"))
				: ServerPrograms.create("redis:7", this.port, this::command).sharing(this.socket.getParent());
		start();
	}

	/** Creates a server that appends each change to a file before it answers. */
	public static RedisServer keepingData() {
		return new RedisServer(List.of("--appendonly", "yes"));
	}

	private List<String> command(String address) {
		List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(this.port), "--bind",
				address, "--protected-mode", "no", "--unixsocket", this.socket.toString(), "--unixsocketperm", "777",
				"--dir", this.socket.getParent().toString(), "--save", "", "--appendonly", "no"));
		if (this.more.contains(TLS)) {
			command.addAll(List.of("--tls-port", Integer.toString(this.securePort)));
		}
		// If an option is given twice, the last one is used.
		command.addAll(this.more);
		return command;
	}

	/**
	 * Creates a server that also listens on a second port with TLS, where it requires
	 * client certificates. Always a local process.
	 */
	public static RedisServer secured(Certificates certificates) {
		return new RedisServer(tls(certificates));
	}

	static List<String> tls(Certificates certificates) {
		return List.of(TLS, certificates.server().toString(), "--tls-key-file", certificates.serverKey().toString(),
				"--tls-ca-cert-file", certificates.authority().toString(), "--tls-auth-clients", "yes");
	}

	public int securePort() {
		return this.securePort;
	}

	@Override
	public ServerProcess process() {
		return this.process;
	}

	@Override
	public String url(String query) {
		return "redis://127.0.0.1:" + this.port + "?" + query;
	}

	public int port() {
		return this.port;
	}

	public Path socket() {
		return this.socket;
	}

	public RedisProbe probe() {
		return this.probe;
	}

	@Override
	public void start() {
		try {
			Directories.delete(this.socket.resolveSibling("appendonlydir"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		restart();
	}

	@Override
	public void restart() {
		this.process.start();
		this.process.awaitReady(() -> this.probe.text("PING").equals("PONG"));
	}

	@Override
	public void addGroup(String group, int members) {
		this.probe.command("SADD", "_tooz_groups", group);
		this.probe.command("HSET", "_tooz_group:" + group, "__created__", "1");
		for (int i = 0; i < members; i++) {
			this.probe.command("SET", "_tooz_beats:m" + i, "Not dead!", "PX", "60000");
			this.probe.command("HSET", "_tooz_group:" + group, "m" + i, WEIGHT_1);
		}
	}

	@Override
	public void wipe() {
		this.probe.command("FLUSHALL");
	}

	@Override
	public void close() {
		this.process.close();
		try {
			Directories.delete(this.socket.getParent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
