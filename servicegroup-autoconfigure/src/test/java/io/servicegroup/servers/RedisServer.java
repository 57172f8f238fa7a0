package io.servicegroup.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A redis-server, in memory only, on a port and a Unix socket.
 */
public final class RedisServer implements StoreServer {

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
		this.process = more.isEmpty()
				? ServerPrograms.create("redis:7", this.port, this::command).sharing(this.socket.getParent())
				: new LocalProcess(command("127.0.0.1"));
		start();
	}

	private List<String> command(String address) {
		List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(this.port), "--bind",
				address, "--protected-mode", "no", "--unixsocket", this.socket.toString(), "--unixsocketperm", "777",
				"--save", "", "--appendonly", "no"));
		if (!this.more.isEmpty()) {
			command.addAll(List.of("--tls-port", Integer.toString(this.securePort)));
			command.addAll(this.more);
		}
		return command;
	}

	/**
	 * One that listens on a second port, too, where it asks for certificates. A process
	 * of this machine.
	 */
	public static RedisServer secured(Certificates certificates) {
		return new RedisServer(tls(certificates));
	}

	static List<String> tls(Certificates certificates) {
		return List.of("--tls-cert-file", certificates.server().toString(), "--tls-key-file",
				certificates.serverKey().toString(), "--tls-ca-cert-file", certificates.authority().toString(),
				"--tls-auth-clients", "yes");
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
			Files.deleteIfExists(this.socket);
			Files.deleteIfExists(this.socket.getParent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
