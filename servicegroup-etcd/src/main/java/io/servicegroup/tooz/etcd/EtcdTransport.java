package io.servicegroup.tooz.etcd;

import java.util.List;

/**
 * A way to call etcd. Each call has a deadline, which counts from the last bytes of its
 * answer. Calls at the same time do not wait for each other. Thread-safe.
 */
interface EtcdTransport extends AutoCloseable {

	/**
	 * Sends a request without waiting.
	 * @return the answers; to a stream of several messages possibly not all
	 */
	EtcdCall<List<EtcdAnswer>> send(EtcdRequest request);

	/**
	 * Makes a call with a streaming response. Returns when the response has begun.
	 * @param stream receives the response until it is closed
	 */
	void open(EtcdRequest request, EtcdStream stream);

	/** Closes the connections. Later calls still work. */
	@Override
	void close();

}
