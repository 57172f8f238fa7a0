package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.auth.PlainCallbackHandler;
import net.spy.memcached.ops.GetOperation;
import net.spy.memcached.ops.GetsOperation;
import net.spy.memcached.ops.Operation;
import net.spy.memcached.ops.StoreType;
import net.spy.memcached.protocol.binary.BinaryOperationFactory;
import net.spy.memcached.util.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * spymemcached's client, extended with commands that report why the server refused them.
 */
final class Client extends MemcachedClient {

	/** spymemcached selects a server by a key; a login needs one but does not use it. */
	private static final String LOGIN_KEY = "login";

	private static final AtomicLong NUMBERS = new AtomicLong();

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
	Client(ConnectionFactory factory, InetSocketAddress address, UncaughtExceptionHandler failureHandler,
			BooleanSupplier lost, boolean mayHaveMetaCommands) throws IOException {
		super(factory, List.of(address));
		this.mconn.setUncaughtExceptionHandler(failureHandler);
		this.lost = lost;
		this.metaCommands = mayHaveMetaCommands && !this.isBinary;
	}

	Future<Boolean> store(StoreType type, String key, int exptime, Item item) {
		StatusFuture status = new StatusFuture(key);
		return send(key, status, this.opFact.store(type, key, item.flags(), exptime, item.data(), status));
	}

	Future<Boolean> compareAndSet(String key, long version, int exptime, Item item) {
		StatusFuture status = new StatusFuture(key);
		return send(key, status,
				this.opFact.cas(StoreType.set, key, version, item.flags(), exptime, item.data(), status));
	}

	Future<Boolean> changeExpiry(String key, int exptime) {
		StatusFuture status = new StatusFuture(key);
		return send(key, status, this.opFact.touch(key, exptime, status));
	}

	Future<Boolean> remove(String key) {
		StatusFuture status = new StatusFuture(key);
		return send(key, status, this.opFact.delete(key, status));
	}

	Future<Map<String, Item>> items(Collection<String> keys) {
		validate(keys);
		Items items = new Items(String.join(" ", keys));
		return send(keys.iterator().next(), items, this.opFact.get(keys, items)).thenApply((answered) -> items.found);
	}

	Future<@Nullable VersionedItem> versionedItem(String key) {
		Versioned items = new Versioned(key, this.number);
		return send(key, items, this.opFact.gets(key, items)).thenApply((answered) -> items.found.get(key));
	}

	Future<Map<String, VersionedItem>> versionedItems(Collection<String> keys) {
		validate(keys);
		Versioned items = new Versioned(String.join(" ", keys), this.number);
		if (!this.isBinary) {
			return send(keys.iterator().next(), items, new GetsOfKeys(keys, items))
				.thenApply((answered) -> items.found);
		}
		// Replies arrive in the order of the commands.
		CompletableFuture<?>[] all = keys.stream().map((key) -> {
			Versioned item = new Versioned(key, this.number);
			return send(key, item, this.opFact.gets(key, item))
				.thenAccept((answered) -> items.found.putAll(item.found));
		}).toArray(CompletableFuture<?>[]::new);
		return CompletableFuture.allOf(all).thenApply((answered) -> items.found);
	}

	/** Returns whether the server knows meta commands, as far as is known. */
	boolean hasMetaCommands() {
		return this.metaCommands && !this.lost.getAsBoolean();
	}

	/** Reads the versions of items, by key: none without {@link #hasMetaCommands}. */
	Future<Map<String, ItemVersion>> versions(Collection<String> keys) {
		return metaGet(keys, " c s",
				(values) -> new ItemVersion(this.number, values.get(0), Math.toIntExact(values.get(1))));
	}

	/**
	 * Reads for how many seconds items live, by key: none without
	 * {@link #hasMetaCommands}.
	 */
	Future<Map<String, Long>> remainingSeconds(Collection<String> keys) {
		return metaGet(keys, " t", (values) -> (values.get(0) < 0) ? Long.MAX_VALUE : values.get(0));
	}

	private <T> Future<Map<String, T>> metaGet(Collection<String> keys, String flags, Function<List<Long>, T> value) {
		validate(keys);
		if (keys.isEmpty() || !this.metaCommands) {
			return CompletableFuture.completedFuture(Map.of());
		}
		List<String> list = List.copyOf(keys);
		MetaGetOperation.Replies replies = new MetaGetOperation.Replies(list);
		return send(list.get(0), replies, new MetaGetOperation(list, flags, replies)).thenApply((answered) -> {
			if (!replies.isUnderstood()) {
				this.metaCommands = false;
			}
			Map<String, T> found = new HashMap<>();
			// Without those of another connection: spymemcached may have reconnected.
			if (hasMetaCommands()) {
				replies.found().forEach((key, values) -> found.put(key, value.apply(values)));
			}
			return found;
		});
	}

	private void validate(Collection<String> keys) {
		keys.forEach((key) -> StringUtils.validateKey(key, this.isBinary));
	}

	/** Returns the time since bytes last arrived, in nanoseconds. */
	long silence() {
		return this.mconn.getLocator()
			.getAll()
			.stream()
			.mapToLong((node) -> TimeUnit.MILLISECONDS.toNanos(node.lastReadDelta()))
			.min()
			.orElse(Long.MAX_VALUE);
	}

	/**
	 * Logs in with SASL. Tries once, unlike spymemcached itself, which repeats a rejected
	 * login.
	 */
	Future<Boolean> authenticate(String user, String password) {
		StatusFuture status = new StatusFuture(LOGIN_KEY);
		return send(LOGIN_KEY, status, this.opFact.saslAuth(new String[] { "PLAIN" }, "memcached", Map.of(),
				new PlainCallbackHandler(user, password), status));
	}

	/** Logs in with the text protocol, where a login is a <em>set</em> of any key. */
	Future<Boolean> authenticateByText(String user, String password) {
		return store(StoreType.set, LOGIN_KEY, Expiry.NEVER, new Item(0, Item.raw(user + " " + password).data()));
	}

	private CompletableFuture<Boolean> send(String key, StatusFuture status, Operation operation) {
		StringUtils.validateKey(key, this.isBinary);
		this.mconn.enqueueOperation(key, operation);
		return status.future();
	}

	/** Collects the items of a reply. */
	private static final class Items extends StatusFuture implements GetOperation.Callback {

		private final Map<String, Item> found = new HashMap<>();

		Items(String keys) {
			super(keys);
		}

		@Override
		public void gotData(String key, int flags, byte[] data) {
			this.found.put(key, new Item(flags, data));
		}

	}

	/** Collects the items of a reply with their versions. */
	private static final class Versioned extends StatusFuture implements GetsOperation.Callback {

		private final Map<String, VersionedItem> found = new ConcurrentHashMap<>();

		private final long connection;

		Versioned(String keys, long connection) {
			super(keys);
			this.connection = connection;
		}

		@Override
		public void gotData(String key, int flags, long version, byte[] data) {
			this.found.put(key, new VersionedItem(new Item(flags, data), version, this.connection));
		}

	}

}
