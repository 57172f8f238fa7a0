package io.servicegroup.tooz.etcd;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tooz.ToozUrl.Host;

/**
 * The addresses of the server's name. The JDK's client connects to the first one only.
 * When that fails, this uses the next one, by its IP address. Thread-safe.
 */
final class EtcdAddresses {

	private final String scheme;

	private final Host host;

	/** Changes with each failure to connect. */
	private volatile int failures;

	EtcdAddresses(String scheme, Host host) {
		this.scheme = scheme;
		this.host = host;
	}

	/**
	 * Sends a request, to one address after the other while they refuse to connect. Must
	 * not run on a thread of the application, since resolving the name may block.
	 */
	<T> T connecting(Request<T> request) throws IOException, InterruptedException {
		for (int attempt = 1;; attempt++) {
			int before = this.failures;
			List<Host> all = (before > 0 || attempt > 1) ? all() : List.of(this.host);
			try {
				return request.send(this.scheme + "://" + all.get(before % all.size()));
			}
			catch (HttpConnectTimeoutException ex) {
				// The deadline is over: the next call uses the next address.
				next(before);
				throw ex;
			}
			catch (ConnectException ex) {
				next(before);
				if (attempt >= all().size()) {
					throw ex;
				}
			}
		}
	}

	/** Returns the name, for its first address, and then the other addresses. */
	private List<Host> all() {
		try {
			List<Host> all = new ArrayList<>(List.of(this.host));
			for (InetAddress address : InetAddress.getAllByName(this.host.name())) {
				all.add(new Host(address.getHostAddress(), this.host.port()));
			}
			all.remove(1);
			return all;
		}
		catch (UnknownHostException ex) {
			return List.of(this.host);
		}
	}

	/** Several calls that fail together count once. */
	private synchronized void next(int before) {
		if (this.failures == before) {
			this.failures = (before + 1) & Integer.MAX_VALUE;
		}
	}

	/**
	 * Sends a request.
	 *
	 * @param <T> the type of the answer
	 */
	interface Request<T> {

		/**
		 * Sends the request.
		 * @param base the scheme and authority of its URI
		 */
		T send(String base) throws IOException, InterruptedException;

	}

}
