package io.servicegroup.servers;

import java.time.Duration;
import java.util.List;

import static org.awaitility.Awaitility.await;

/**
 * A memcached of this machine.
 */
public final class MemcachedServer implements StoreServer {

	private final int port = LocalProcess.freePort();

	private final LocalProcess process = new LocalProcess(
			// As root it wants to be told whom to run as; else it takes no notice.
			List.of("memcached", "-l", "127.0.0.1", "-p", Integer.toString(this.port), "-U", "0", "-u", "root"));

	public MemcachedServer() {
		start();
	}

	/** A conversation with the server in its own words. */
	public MemcachedSocket connect() {
		return new MemcachedSocket(this.port);
	}

	public int port() {
		return this.port;
	}

	@Override
	public String url(String query) {
		return "memcached://127.0.0.1:" + this.port + "?" + query;
	}

	@Override
	public void start() {
		this.process.start();
		this.process.awaitPort(this.port);
		try (MemcachedSocket socket = connect()) {
			socket.expect("version", "VERSION ");
		}
	}

	@Override
	public void stop() {
		this.process.kill();
	}

	@Override
	public void pause() {
		this.process.pause();
	}

	@Override
	public void resume() {
		this.process.resume();
	}

	/**
	 * Older servers wipe by the second: what is written in the same second is wiped too.
	 * So this waits until something written is there to stay.
	 */
	@Override
	public void wipe() {
		try (MemcachedSocket socket = connect()) {
			socket.expect("flush_all", "OK");
			await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> {
				socket.set("probe", 0, new byte[] { 1 });
				return socket.get("probe") != null;
			});
			socket.delete("probe");
		}
	}

	@Override
	public void close() {
		this.process.close();
	}

}
