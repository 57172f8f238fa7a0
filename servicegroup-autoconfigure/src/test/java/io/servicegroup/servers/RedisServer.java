package io.servicegroup.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * A redis-server, in memory only if it is not told else, on a port and a Unix socket.
 */
public final class RedisServer implements StoreServer {

	private final int port = LocalProcess.freePort();

	private final Path socket;

	private final List<String> persistence;

	private final ServerProcess process;

	private final RedisProbe probe = new RedisProbe(this.port);

	public RedisServer() {
		this(List.of("--save", "", "--appendonly", "no"));
	}

	private RedisServer(List<String> persistence) {
		this.persistence = persistence;
		try {
			this.socket = Files.createTempDirectory("servicegroup-").resolve("redis.sock");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.process = ServerPrograms.create("redis:7", this.port, this::command).sharing(this.socket.getParent());
		start();
	}

	/** One that writes down each change before it answers. */
	public static RedisServer keepingData() {
		return new RedisServer(List.of("--save", "", "--appendonly", "yes"));
	}

	private List<String> command(String address) {
		List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(this.port), "--bind",
				address, "--protected-mode", "no", "--unixsocket", this.socket.toString(), "--unixsocketperm", "777",
				"--dir", this.socket.getParent().toString()));
		command.addAll(this.persistence);
		return command;
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
			FileSystemUtils.deleteRecursively(this.socket.resolveSibling("appendonlydir"));
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
			FileSystemUtils.deleteRecursively(this.socket.getParent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
