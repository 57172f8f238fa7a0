package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.auth.PlainCallbackHandler;
import net.spy.memcached.ops.Operation;
import net.spy.memcached.ops.StoreType;
import net.spy.memcached.protocol.binary.BinaryOperationFactory;
import net.spy.memcached.util.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * spymemcached's client, extended with commands that report why the server refused them.
 */
final class SpyClient extends MemcachedClient implements Client {

	private final long number = NUMBERS.incrementAndGet();

	private final boolean isBinary = this.opFact instanceof BinaryOperationFactory;

	private final BooleanSupplier lost;

	private volatile boolean metaCommands;

	/**
	 * Creates a client. It connects in the background.
	 * @param failureHandler called if the I/O thread ends by an exception
	 * @param lost returns whether the client's only connection was lost
	 * @param mayHaveMetaCommands whether to try the server's meta commands
	 */
	SpyClient(ConnectionFactory factory, InetSocketAddress address, UncaughtExceptionHandler failureHandler,
			BooleanSupplier lost, boolean mayHaveMetaCommands) throws IOException {
		super(factory, List.of(address));
		this.mconn.setUncaughtExceptionHandler(failureHandler);
		this.lost = lost;
		this.metaCommands = mayHaveMetaCommands && !this.isBinary;
	}

	@Override
	public long number() {
		return this.number;
	}

	@Override
	public Future<Boolean> store(StoreType type, String key, int exptime, Item item) {
		StatusFuture status = new StatusFuture(key);
		return send(key, status, this.opFact.store(type, key, item.flags(), exptime, item.data(), status));
	}

	@Override
	public Future<Boolean> compareAndSet(String key, long version, int exptime, Item item) {
		StatusFuture status = new StatusFuture(key);
		return send(key, status,
				this.opFact.cas(StoreType.set, key, version, item.flags(), exptime, item.data(), status));
	}

	@Override
	public Future<Boolean> changeExpiry(String key, int exptime) {
		StatusFuture status = new StatusFuture(key);
		return send(key, status, this.opFact.touch(key, exptime, status));
	}

	@Override
	public Future<Boolean> remove(String key) {
		StatusFuture status = new StatusFuture(key);
		return send(key, status, this.opFact.delete(key, status));
	}

	@Override
	public Future<Map<String, Item>> items(Collection<String> keys) {
		validate(keys);
		SpyReplies.Items items = new SpyReplies.Items(String.join(" ", keys));
		return send(keys.iterator().next(), items, this.opFact.get(keys, items)).thenApply((answered) -> items.found());
	}

	@Override
	public Future<@Nullable VersionedItem> versionedItem(String key) {
		SpyReplies.Versioned items = new SpyReplies.Versioned(key, this.number);
		return send(key, items, this.opFact.gets(key, items)).thenApply((answered) -> items.found().get(key));
	}

	@Override
	public Future<Map<String, VersionedItem>> versionedItems(Collection<String> keys) {
		validate(keys);
		SpyReplies.Versioned items = new SpyReplies.Versioned(String.join(" ", keys), this.number);
		if (!this.isBinary) {
			return send(keys.iterator().next(), items, new GetsOfKeys(keys, items))
				.thenApply((answered) -> items.found());
		}
		// Replies arrive in the order of the commands.
		CompletableFuture<?>[] all = keys.stream().map((key) -> {
			SpyReplies.Versioned item = new SpyReplies.Versioned(key, this.number);
			return send(key, item, this.opFact.gets(key, item))
				.thenAccept((answered) -> items.found().putAll(item.found()));
		}).toArray(CompletableFuture<?>[]::new);
		return CompletableFuture.allOf(all).thenApply((answered) -> items.found());
	}

	@Override
	public boolean hasMetaCommands() {
		return this.metaCommands && !this.lost.getAsBoolean();
	}

	@Override
	public Future<Looked> look(Map<String, String> flags) {
		validate(flags.keySet());
		if (flags.isEmpty() || !this.metaCommands) {
			return CompletableFuture.completedFuture(new Looked(this.number, Map.of()));
		}
		MetaGetOperation.Replies replies = new MetaGetOperation.Replies(flags.keySet());
		return send(flags.keySet().iterator().next(), replies, new MetaGetOperation(flags, replies))
			.thenApply((answered) -> {
				if (!replies.isUnderstood()) {
					this.metaCommands = false;
				}
				// Without those of another connection: spymemcached may have reconnected.
				return new Looked(this.number, hasMetaCommands() ? replies.found() : Map.of());
			});
	}

	private void validate(Collection<String> keys) {
		keys.forEach((key) -> StringUtils.validateKey(key, this.isBinary));
	}

	@Override
	public long silence() {
		return this.mconn.getLocator()
			.getAll()
			.stream()
			.mapToLong((node) -> TimeUnit.MILLISECONDS.toNanos(node.lastReadDelta()))
			.min()
			.orElse(Long.MAX_VALUE);
	}

	/** Tries once, unlike spymemcached itself, which repeats a rejected login. */
	@Override
	public Future<Boolean> authenticate(String user, String password) {
		if (!this.isBinary) {
			return Client.super.authenticate(user, password);
		}
		StatusFuture status = new StatusFuture(LOGIN_KEY);
		return send(LOGIN_KEY, status, this.opFact.saslAuth(new String[] { "PLAIN" }, "memcached", Map.of(),
				new PlainCallbackHandler(user, password), status));
	}

	@Override
	public Future<Map<String, String>> statistics() {
		return CompletableFuture.completedFuture(getStats().values().stream().findFirst().orElse(Map.of()));
	}

	private CompletableFuture<Boolean> send(String key, StatusFuture status, Operation operation) {
		StringUtils.validateKey(key, this.isBinary);
		this.mconn.enqueueOperation(key, operation);
		return status.future();
	}

}
