package io.servicegroup.tooz.memcached;

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
 * spymemcached's client, with commands of its own where that keeps to itself why the
 * server refuses.
 */
final class Client extends MemcachedClient {

	/** Names nothing: an operation needs some key to be given to a server by. */
	private static final String ANY_KEY = "login";

	/**
	 * Connects in the background.
	 * @param fallen told if the thread of the connection ends by an exception
	 */
	Client(ConnectionFactory factory, InetSocketAddress address, UncaughtExceptionHandler fallen) throws IOException {
		super(factory, List.of(address));
		this.mconn.setUncaughtExceptionHandler(fallen);
	}

	Future<Boolean> store(StoreType type, String key, int exptime, Item item) {
		Answer answer = new Answer(key);
		return send(key, answer, this.opFact.store(type, key, item.flags(), exptime, item.data(), answer));
	}

	Future<Boolean> compareAndSet(String key, long number, int exptime, Item item) {
		Answer answer = new Answer(key);
		return send(key, answer,
				this.opFact.cas(StoreType.set, key, number, item.flags(), exptime, item.data(), answer));
	}

	/** By SASL; spymemcached's own way tries a wrong password over and over. */
	Future<Boolean> authenticate(String user, String password) {
		Answer answer = new Answer(ANY_KEY);
		return send(ANY_KEY, answer, this.opFact.saslAuth(new String[] { "PLAIN" }, "memcached", Map.of(),
				new PlainCallbackHandler(user, password), answer));
	}

	/** What the server takes for a login in its text protocol. */
	Future<Boolean> authenticateByText(String user, String password) {
		return store(StoreType.set, ANY_KEY, Expiry.NEVER, new Item(0, Item.raw(user + " " + password).data()));
	}

	private Future<Boolean> send(String key, Answer answer, Operation operation) {
		this.mconn.enqueueOperation(key, operation);
		return answer.future();
	}

}
