package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.servicegroup.tooz.ToozUrl;

/**
 * A client of etcd, by gRPC or by etcd's JSON gateway, see {@link EtcdTransports}.
 * Requests have the names and types of the gateway's JSON. Each call has a deadline,
 * which counts from the last bytes of its answer. Thread-safe.
 */
final class EtcdClient implements AutoCloseable {

	static final int DEFAULT_PORT = 2379;

	/** The call that reads. */
	static final String RANGE = "kv/range";

	/** The call that reads and writes several keys. */
	static final String TXN = "kv/txn";

	/** The call that renews leases. */
	static final String KEEP_ALIVE = "lease/keepalive";

	/**
	 * etcd's gateway reads the first part of a request in one piece. It may discard the
	 * rest when it begins to answer.
	 */
	static final int MAX_STREAM_BYTES = 512;

	/** The number of calls that are in flight together. */
	private static final int MAX_PARALLEL = 16;

	private final EtcdTraffic traffic = new EtcdTraffic();

	private final EtcdTransports transport;

	private final EtcdLogin login;

	EtcdClient(ToozUrl url, Duration deadline) {
		EtcdErrors errors = new EtcdErrors("etcd at " + url.hosts().get(0).withPort(DEFAULT_PORT), deadline);
		this.transport = new EtcdTransports(url, deadline, errors, this.traffic);
		this.login = new EtcdLogin(url, deadline, (operation,
				body) -> this.transport.send(new EtcdRequest(operation, List.of(body), null, false)).await().get(0));
		if (EtcdUrls.TLS.areIn(url)) {
			// Reports files that cannot be used now instead of with the first call.
			EtcdUrls.TLS.material(url).createSslContext();
		}
	}

	/**
	 * Makes a call.
	 * @param operation the path after the API version, such as {@code kv/range}
	 * @param body the request
	 * @return the response
	 * @throws EtcdStatusException if the server refused the request
	 */
	EtcdAnswer call(String operation, Map<String, ?> body) {
		return send(operation, body).await();
	}

	/** Sends a call without waiting. */
	EtcdCall<EtcdAnswer> send(String operation, Map<String, ?> body) {
		return send(operation, List.of(body), operation.equals(RANGE)).map((answers) -> answers.get(0));
	}

	/** Makes a transaction that only reads. Counts as a read for {@link #silence()}. */
	EtcdAnswer read(EtcdTxn txn) {
		return send(TXN, List.of(txn.body()), true).await().get(0);
	}

	/**
	 * Sends a call with several messages in one request.
	 * @param operation the path of a streaming call
	 * @param messages the messages; together at most {@link #MAX_STREAM_BYTES} bytes
	 * @return the answers to the first messages, possibly not to all
	 */
	EtcdCall<List<EtcdAnswer>> stream(String operation, List<? extends Map<String, ?>> messages) {
		return send(operation, messages, false);
	}

	private EtcdCall<List<EtcdAnswer>> send(String operation, List<? extends Map<String, ?>> messages, boolean read) {
		return this.login.send((token) -> this.transport.send(new EtcdRequest(operation, messages, token, read)));
	}

	/**
	 * Makes calls in parallel.
	 * @param calls send the calls
	 * @return the results in the order of the calls
	 */
	<T> List<T> inParallel(List<Supplier<EtcdCall<T>>> calls) {
		List<T> results = new ArrayList<>();
		for (int from = 0; from < calls.size(); from += MAX_PARALLEL) {
			List<EtcdCall<T>> sent = new ArrayList<>();
			try {
				calls.subList(from, Math.min(calls.size(), from + MAX_PARALLEL))
					.forEach((call) -> sent.add(call.get()));
				sent.forEach((call) -> results.add(call.await()));
			}
			finally {
				sent.forEach(EtcdCall::cancel);
			}
		}
		return results;
	}

	/**
	 * Makes a call with a streaming response. Returns when the response has begun.
	 * @param operation the path after the API version
	 * @param body the request
	 * @param stream receives the response until it is closed
	 */
	void open(String operation, Map<String, ?> body, EtcdStream stream) {
		this.login.call((token) -> {
			this.transport.open(new EtcdRequest(operation, List.of(body), token, false), stream);
			return stream;
		});
	}

	/** Notes that a call failed, or that a stream ended. */
	void connectionLost() {
		this.traffic.connectionLost();
	}

	/**
	 * Returns how often a connection was lost. As long as the number does not change, the
	 * server has not been replaced by one with other data.
	 */
	long connectionLosses() {
		return this.traffic.connectionLosses();
	}

	/** Returns the time since bytes of an answer to a read arrived, in nanoseconds. */
	long silence() {
		return this.traffic.silence();
	}

	/** Returns whether the last call got an answer. */
	boolean isResponsive() {
		return this.traffic.isResponsive();
	}

	/** Returns whether calls are made by gRPC, not by the gateway. */
	boolean isByGrpc() {
		return this.transport.isByGrpc();
	}

	/** Closes the connections. Later calls still work. */
	@Override
	public void close() {
		this.transport.close();
	}

}
