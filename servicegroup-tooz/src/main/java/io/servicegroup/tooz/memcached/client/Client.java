package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

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

	/**
	 * Creates a client. It connects in the background.
	 * @param failureHandler called if the I/O thread ends by an exception
	 */
	Client(ConnectionFactory factory, InetSocketAddress address, UncaughtExceptionHandler failureHandler)
			throws IOException {
		super(factory, List.of(address));
		this.mconn.setUncaughtExceptionHandler(failureHandler);
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
		boolean binary = this.opFact instanceof BinaryOperationFactory;
		keys.forEach((key) -> StringUtils.validateKey(key, binary));
		Items items = new Items(String.join(" ", keys));
		return send(keys.iterator().next(), items, this.opFact.get(keys, items)).thenApply((answered) -> items.found);
	}

	Future<@Nullable VersionedItem> versionedItem(String key) {
		Versioned item = new Versioned(key);
		return send(key, item, this.opFact.gets(key, item)).thenApply((answered) -> item.found);
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
		StringUtils.validateKey(key, this.opFact instanceof BinaryOperationFactory);
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

	/** Keeps the item of a reply. */
	private static final class Versioned extends StatusFuture implements GetsOperation.Callback {

		private @Nullable VersionedItem found;

		Versioned(String key) {
			super(key);
		}

		@Override
		public void gotData(String key, int flags, long version, byte[] data) {
			this.found = new VersionedItem(new Item(flags, data), version);
		}

	}

}
