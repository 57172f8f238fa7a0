package io.servicegroup.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.awaitility.Awaitility.await;

/**
 * A redis-server of this machine, in memory only, on a port and a Unix socket.
 */
public final class RedisServer implements StoreServer {

	private final int port = LocalProcess.freePort();

	private final Path socket;

	private final LocalProcess process;

	private final RedisProbe probe = new RedisProbe(this.port);

	public RedisServer() {
		try {
			this.socket = Files.createTempDirectory("servicegroup-").resolve("redis.sock");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.process = new LocalProcess(List.of("redis-server", "--port", Integer.toString(this.port), "--bind",
				"127.0.0.1", "--unixsocket", this.socket.toString(), "--save", "", "--appendonly", "no"));
		start();
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
	public void stop() {
		this.process.kill();
	}

	@Override
	public void start() {
		this.process.start();
		this.process.awaitPort(this.port);
		await().atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.probe.text("PING").equals("PONG"));
	}

	@Override
	public void pause() {
		this.process.pause();
	}

	@Override
	public void resume() {
		this.process.resume();
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
