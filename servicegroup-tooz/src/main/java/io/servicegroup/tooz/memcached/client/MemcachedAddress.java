package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import javax.net.ssl.SSLException;

import io.servicegroup.tooz.ToozUrl;

/**
 * The host and port of the server in the URL.
 *
 * @param host the host's name or address
 * @param port the port
 */
record MemcachedAddress(String host, int port) {

	static MemcachedAddress of(ToozUrl.Host host) {
		return new MemcachedAddress(host.name(), host.withPort(MemcachedAccess.DEFAULT_PORT).port());
	}

	/**
	 * Resolves the host's name and probes its addresses one after the other. Blocks.
	 * @param timeout the time for all addresses, divided equally
	 * @return the answer of the first address that answers
	 * @throws IOException if no address answers
	 */
	ServerProbe probe(MemcachedAccess access, Duration timeout) throws IOException {
		InetAddress[] addresses = InetAddress.getAllByName(this.host);
		Duration timeoutEach = timeout.dividedBy(addresses.length).plusMillis(1);
		IOException failure = new IOException("no address");
		for (InetAddress each : addresses) {
			try {
				return ServerProbe.of(named(each), access, timeoutEach);
			}
			catch (IOException ex) {
				// A failed handshake says more than that another address cannot be
				// reached.
				failure = (failure instanceof SSLException) ? failure : ex;
			}
		}
		throw failure;
	}

	/**
	 * Returns an address with the host's name. Without the name, the client makes a
	 * reverse DNS query.
	 */
	private InetSocketAddress named(InetAddress address) throws IOException {
		return new InetSocketAddress(InetAddress.getByAddress(this.host, address.getAddress()), this.port);
	}

	@Override
	public String toString() {
		return "memcached at " + new ToozUrl.Host(this.host, this.port);
	}

}
