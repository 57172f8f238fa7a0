package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.auth.PlainCallbackHandler;
import net.spy.memcached.ops.Operation;
import net.spy.memcached.ops.StoreType;

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

	private Future<Boolean> send(String key, StatusFuture status, Operation operation) {
		this.mconn.enqueueOperation(key, operation);
		return status.future();
	}

}
