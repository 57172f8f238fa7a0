package io.servicegroup.tooz.etcd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A transaction in the gateway's JSON. The gateway accepts 64-bit integers as numbers or
 * strings. Bytes are Base64, as Jackson writes them.
 */
final class EtcdTxn {

	private final Map<String, Object> body = new HashMap<>();

	/** etcd's default limit of operations, and of comparisons, in a transaction. */
	static final int MAX_OPERATIONS = 128;

	/** Creates a transaction that succeeds if all comparisons are true. */
	@SafeVarargs
	static EtcdTxn when(Map<String, ?>... comparisons) {
		return when(List.of(comparisons));
	}

	static EtcdTxn when(List<? extends Map<String, ?>> comparisons) {
		EtcdTxn txn = new EtcdTxn();
		txn.body.put("compare", comparisons);
		return txn;
	}

	/** Splits a list into parts with a maximum size. */
	static <T> List<List<T>> parts(List<T> all, int size) {
		return IntStream.range(0, (all.size() + size - 1) / size)
			.mapToObj((i) -> all.subList(i * size, Math.min(all.size(), (i + 1) * size)))
			.toList();
	}

	/** Creates a transaction without comparisons. */
	static EtcdTxn always(List<? extends Map<String, ?>> operations) {
		return when().then(operations);
	}

	@SafeVarargs
	final EtcdTxn then(Map<String, ?>... operations) {
		return then(List.of(operations));
	}

	EtcdTxn then(List<? extends Map<String, ?>> operations) {
		this.body.put("success", operations);
		return this;
	}

	@SafeVarargs
	final EtcdTxn otherwise(Map<String, ?>... operations) {
		return otherwise(List.of(operations));
	}

	EtcdTxn otherwise(List<? extends Map<String, ?>> operations) {
		this.body.put("failure", operations);
		return this;
	}

	Map<String, ?> body() {
		return this.body;
	}

	static Map<String, ?> put(String key, byte[] value, long lease) {
		return Map.of("request_put", Map.of("key", EtcdKeys.bytes(key), "value", value, "lease", lease));
	}

	/** Writes a key without changing it, which notifies its watches. */
	static Map<String, ?> touch(String key) {
		return Map.of("request_put", Map.of("key", EtcdKeys.bytes(key), "ignore_value", true, "ignore_lease", true));
	}

	/** Returns this transaction as an operation of another one. */
	Map<String, ?> nested() {
		return Map.of("request_txn", this.body);
	}

	static Map<String, ?> delete(String key) {
		return Map.of("request_delete_range", Map.of("key", EtcdKeys.bytes(key)));
	}

	static Map<String, ?> read(String key) {
		return Map.of("request_range", Map.of("key", EtcdKeys.bytes(key)));
	}

}
