package io.servicegroup.tooz.memcached.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * The commands in the binary protocol, which a server with SASL requires.
 */
final class BinaryClient implements Client {

	private static final byte[] NOTHING = {};

	private final Connection connection;

	BinaryClient(Connection connection) {
		this.connection = connection;
	}

	@Override
	public Connection connection() {
		return this.connection;
	}

	@Override
	public Future<Boolean> set(String key, int exptime, Item item) {
		return store(BinaryRequest.SET, key, 0, exptime, item);
	}

	@Override
	public Future<Boolean> add(String key, int exptime, Item item) {
		return store(BinaryRequest.ADD, key, 0, exptime, item);
	}

	@Override
	public Future<Boolean> compareAndSet(String key, long version, int exptime, Item item) {
		return store(BinaryRequest.SET, key, version, exptime, item);
	}

	private Future<Boolean> store(int opcode, String key, long version, int exptime, Item item) {
		return change(key,
				new BinaryRequest(opcode, BinaryRequest.key(key), item.data(), version, item.flags(), exptime));
	}

	@Override
	public Future<Boolean> changeExpiry(String key, int exptime) {
		return change(key, new BinaryRequest(BinaryRequest.TOUCH, BinaryRequest.key(key), NOTHING, 0, exptime));
	}

	@Override
	public Future<Boolean> remove(String key) {
		return change(key, new BinaryRequest(BinaryRequest.DELETE, BinaryRequest.key(key), NOTHING, 0));
	}

	private Future<Boolean> change(String key, BinaryRequest request) {
		return this.connection.send(new BinaryReply.Status(this.connection, key), request.encode(0));
	}

	@Override
	public Future<Map<String, Item>> items(Collection<String> keys) {
		List<String> all = List.copyOf(keys);
		return this.connection
			.send(new BinaryReply.Items<>(this.connection, all, (item, version) -> item, (found) -> found), get(all));
	}

	@Override
	public Future<@Nullable VersionedItem> versionedItem(String key) {
		List<String> all = List.of(key);
		return this.connection
			.send(new BinaryReply.Items<>(this.connection, all, this::versioned, (found) -> found.get(key)), get(all));
	}

	@Override
	public Future<Map<String, VersionedItem>> versionedItems(Collection<String> keys) {
		List<String> all = List.copyOf(keys);
		return this.connection.send(new BinaryReply.Items<>(this.connection, all, this::versioned, (found) -> found),
				get(all));
	}

	private VersionedItem versioned(Item item, long version) {
		return new VersionedItem(item, version, this.connection.number());
	}

	/** The server replies to a command for each key whose item it has, and to the end. */
	private static byte[] get(List<String> keys) {
		ByteArrayOutputStream requests = new ByteArrayOutputStream(64 * keys.size() + 64);
		for (int i = 0; i < keys.size(); i++) {
			requests.writeBytes(
					new BinaryRequest(BinaryRequest.GET_QUIETLY, BinaryRequest.key(keys.get(i)), NOTHING, 0).encode(i));
		}
		requests.writeBytes(new BinaryRequest(BinaryRequest.END, NOTHING, NOTHING, 0).encode(0));
		return requests.toByteArray();
	}

	@Override
	public boolean hasMetaCommands() {
		return false;
	}

	@Override
	public Future<Looked> look(Map<String, String> flags) {
		return CompletableFuture.completedFuture(new Looked(this.connection.number(), Map.of()));
	}

	/** Logs in by SASL's mechanism PLAIN. */
	@Override
	public Future<Boolean> authenticate(String user, String password) {
		return change("login", new BinaryRequest(BinaryRequest.AUTHENTICATE, BinaryRequest.key("PLAIN"),
				("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8), 0));
	}

	@Override
	public Future<Map<String, String>> statistics() {
		return this.connection.send(new BinaryReply.Statistics(this.connection),
				new BinaryRequest(BinaryRequest.STATISTICS, NOTHING, NOTHING, 0).encode(0));
	}

}
