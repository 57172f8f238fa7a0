package io.servicegroup.tck.servers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.tooz.Capabilities;

/**
 * A memcached with members in the format of OpenStack Nova's driver {@code mc}.
 */
public final class NovaMemcached implements StoreServer {

	private final MemcachedServer server = new MemcachedServer();

	public int port() {
		return this.server.port();
	}

	/** Opens a connection in the text protocol. */
	public MemcachedSocket connect() {
		return this.server.connect();
	}

	@Override
	public String url(String query) {
		return "nova+mc://127.0.0.1:" + port() + "?" + query;
	}

	@Override
	public ServerProcess process() {
		return this.server.process();
	}

	@Override
	public void start() {
		this.server.start();
	}

	/** Writes members as Java members write them, with capabilities. */
	@Override
	public void addGroup(String group, int members) {
		ByteArrayOutputStream value = new ByteArrayOutputStream();
		value.writeBytes(bytes("cdatetime\ndatetime\n(I2026\nI11\nI22\nI1\nI2\nI3\nI4\ntR."));
		value.writeBytes(Capabilities.encode(List.of(bytes("token"), Map.of("weight", 1))));
		List<byte[]> ids = new ArrayList<>();
		try (MemcachedSocket socket = connect()) {
			for (int i = 0; i < members; i++) {
				socket.set(group + ":m" + i, 1, 60, value.toByteArray());
				ids.add(bytes("m" + i));
			}
			socket.set("servicegroup:members:" + group, 2, Capabilities.encode(ids));
			socket.set("servicegroup:groups", 2, Capabilities.encode(List.of(bytes(group))));
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void wipe() {
		this.server.wipe();
	}

	@Override
	public void close() {
		this.server.close();
	}

}
