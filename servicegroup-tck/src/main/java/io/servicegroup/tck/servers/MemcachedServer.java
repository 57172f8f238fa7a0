package io.servicegroup.tck.servers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.tooz.Capabilities;

import static org.awaitility.Awaitility.await;

/**
 * A memcached server.
 */
public final class MemcachedServer implements StoreServer {

	private final int port = LocalProcess.freePort();

	private final List<String> options;

	private final ServerProcess process;

	/**
	 * Starts a server.
	 * @param options additional options of its command line
	 */
	public MemcachedServer(String... options) {
		this.options = List.of(options);
		this.process = ServerPrograms.create("memcached:1.6", this.port, this::command);
		start();
	}

	private List<String> command(String address) {
		// When started as root, memcached needs the user to run as. Otherwise it
		// ignores -u.
		List<String> command = new ArrayList<>(
				List.of("memcached", "-l", address, "-p", Integer.toString(this.port), "-U", "0", "-u", "root"));
		command.addAll(this.options);
		return command;
	}

	/** Returns a value of {@code stats}, or -1. */
	public long statistic(String name) {
		try (MemcachedSocket socket = connect()) {
			return socket.statistic(name);
		}
	}

	/** Opens a connection in the text protocol. */
	public MemcachedSocket connect() {
		return new MemcachedSocket(this.port);
	}

	public int port() {
		return this.port;
	}

	@Override
	public ServerProcess process() {
		return this.process;
	}

	@Override
	public String url(String query) {
		return "memcached://127.0.0.1:" + this.port + "?" + query;
	}

	@Override
	public void start() {
		this.process.start();
		this.process.awaitReady(this::answers);
	}

	private boolean answers() {
		try (MemcachedSocket socket = connect()) {
			socket.expect("version", "VERSION ");
			return true;
		}
	}

	@Override
	public void addGroup(String group, int members) {
		Map<byte[], Object> item = new LinkedHashMap<>();
		try (MemcachedSocket socket = connect()) {
			for (int i = 0; i < members; i++) {
				item.put(bytes("m" + i), Map.of(bytes("capabilities"), Map.of("weight", 1)));
				socket.set("_TOOZ_MEMBER_m" + i, 1, 60, bytes("It's alive!"));
			}
			socket.set("_TOOZ_GROUP_" + group, 2, Capabilities.encode(item));
			socket.set("_TOOZ_GROUP_LIST", 2, Capabilities.encode(List.of(bytes(group))));
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Deletes all items. Older servers flush with a resolution of one second and also
	 * delete later items of that second, so this waits until a written item stays.
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
