package io.servicegroup.example;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A client of a key-value store, as an application would find it: each method is one call
 * to the server, and a key may have a time to live. Here the server is in this JVM.
 */
class KvClient {

	private final KvServer server;

	private final int port;

	private final Duration deadline;

	KvClient(String host, int port, Duration deadline) {
		this.server = KvServer.named(host);
		this.port = port;
		this.deadline = deadline;
	}

	boolean ping() throws IOException, TimeoutException, InterruptedException {
		return call((data) -> true);
	}

	byte @Nullable [] get(String key) throws IOException, TimeoutException, InterruptedException {
		return call((data) -> data.containsKey(key) ? data.get(key).value() : null);
	}

	/** Sets a key that does not exist. */
	boolean add(String key, byte[] value, @Nullable Duration timeToLive)
			throws IOException, TimeoutException, InterruptedException {
		return call((data) -> data.putIfAbsent(key, this.server.entry(value, timeToLive)) == null);
	}

	/** Sets a key that does not exist, if another key exists. */
	boolean addIf(String condition, String key, byte[] value, @Nullable Duration timeToLive)
			throws IOException, TimeoutException, InterruptedException {
		return call((data) -> data.containsKey(condition)
				&& data.putIfAbsent(key, this.server.entry(value, timeToLive)) == null);
	}

	/** Sets a key if it has a value. */
	boolean replace(String key, byte[] was, byte[] value, @Nullable Duration timeToLive)
			throws IOException, TimeoutException, InterruptedException {
		return call((data) -> {
			boolean equal = data.containsKey(key) && Arrays.equals(data.get(key).value(), was);
			if (equal) {
				data.put(key, this.server.entry(value, timeToLive));
			}
			return equal;
		});
	}

	/** Renews the keys that have these values, and returns them. */
	Set<String> renew(Map<String, byte[]> values, Duration timeToLive)
			throws IOException, TimeoutException, InterruptedException {
		return call((data) -> {
			Set<String> renewed = new HashSet<>();
			values.forEach((key, value) -> {
				if (data.containsKey(key) && Arrays.equals(data.get(key).value(), value)) {
					data.put(key, this.server.entry(value, timeToLive));
					renewed.add(key);
				}
			});
			return renewed;
		});
	}

	/** Deletes a key if it has a value. */
	boolean remove(String key, byte[] was) throws IOException, TimeoutException, InterruptedException {
		return call((data) -> data.containsKey(key) && Arrays.equals(data.get(key).value(), was)
				&& data.remove(key) != null);
	}

	/** Deletes keys, unless there is one with a prefix. Returns whether there is none. */
	boolean deleteUnless(String prefix, String... keys) throws IOException, TimeoutException, InterruptedException {
		return call((data) -> {
			boolean none = data.keySet().stream().noneMatch((key) -> key.startsWith(prefix));
			if (none) {
				data.keySet().removeAll(Set.of(keys));
			}
			return none;
		});
	}

	/** Returns the values of the keys with a prefix, by what follows the prefix. */
	Map<String, byte[]> list(String prefix) throws IOException, TimeoutException, InterruptedException {
		return call((data) -> {
			Map<String, byte[]> found = new TreeMap<>();
			data.tailMap(prefix).forEach((key, entry) -> {
				if (key.startsWith(prefix)) {
					found.put(key.substring(prefix.length()), entry.value());
				}
			});
			return found;
		});
	}

	private <T extends @Nullable Object> T call(KvServer.Work<T> work)
			throws IOException, TimeoutException, InterruptedException {
		return this.server.call(work, this.port, this.deadline);
	}

	void close() {
		// The server is in this JVM: there is no connection.
	}

}
