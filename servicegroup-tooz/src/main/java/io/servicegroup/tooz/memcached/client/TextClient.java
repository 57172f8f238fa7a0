package io.servicegroup.tooz.memcached.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * The commands in the text protocol.
 */
final class TextClient implements Client {

	private final Connection connection;

	private volatile boolean metaCommands;

	TextClient(Connection connection, boolean mayHaveMetaCommands) {
		this.connection = connection;
		this.metaCommands = mayHaveMetaCommands;
	}

	@Override
	public Connection connection() {
		return this.connection;
	}

	@Override
	public Future<Boolean> set(String key, int exptime, Item item) {
		return change(key, TextRequests.store("set", key, exptime, item, null));
	}

	@Override
	public Future<Boolean> add(String key, int exptime, Item item) {
		return change(key, TextRequests.store("add", key, exptime, item, null));
	}

	@Override
	public Future<Boolean> compareAndSet(String key, long version, int exptime, Item item) {
		return change(key, TextRequests.store("cas", key, exptime, item, version));
	}

	@Override
	public Future<Boolean> changeExpiry(String key, int exptime) {
		return change(key, TextRequests.line("touch", key, exptime));
	}

	@Override
	public Future<Boolean> remove(String key) {
		return change(key, TextRequests.line("delete", key, null));
	}

	private Future<Boolean> change(String key, byte[] request) {
		return this.connection.send(new TextReply.Status(this.connection, key), request);
	}

	@Override
	public Future<Map<String, Item>> items(Collection<String> keys) {
		return this.connection.send(
				new TextItems<>(this.connection, List.copyOf(keys), (item, version) -> item, (found) -> found),
				TextRequests.get("get", keys));
	}

	@Override
	public Future<@Nullable VersionedItem> versionedItem(String key) {
		return this.connection.send(
				new TextItems<>(this.connection, List.of(key), this::versioned, (found) -> found.get(key)),
				TextRequests.get("gets", List.of(key)));
	}

	@Override
	public Future<Map<String, VersionedItem>> versionedItems(Collection<String> keys) {
		return this.connection.send(
				new TextItems<>(this.connection, List.copyOf(keys), this::versioned, (found) -> found),
				TextRequests.get("gets", keys));
	}

	private VersionedItem versioned(Item item, long version) {
		return new VersionedItem(item, version, this.connection.number());
	}

	@Override
	public boolean hasMetaCommands() {
		return this.metaCommands && !this.connection.isLost();
	}

	@Override
	public Future<Looked> look(Map<String, String> flags) {
		long number = this.connection.number();
		if (flags.isEmpty() || !this.metaCommands) {
			return CompletableFuture.completedFuture(new Looked(number, Map.of()));
		}
		return this.connection.send(
				new TextLooked(this.connection, List.copyOf(flags.keySet()), number, () -> this.metaCommands = false),
				TextRequests.metaGet(flags));
	}

	/** In the text protocol, a login is a <em>set</em> of any key. */
	@Override
	public Future<Boolean> authenticate(String user, String password) {
		return set("login", Expiry.NEVER, new Item(0, Item.raw(user + " " + password).data()));
	}

	@Override
	public Future<Map<String, String>> statistics() {
		return this.connection.send(new TextReply.Statistics(this.connection), TextRequests.statistics());
	}

}
