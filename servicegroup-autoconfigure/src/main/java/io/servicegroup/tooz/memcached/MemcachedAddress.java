package io.servicegroup.tooz.memcached;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import javax.net.ssl.SSLException;

import io.servicegroup.tooz.ToozUrl;

/**
 * Where the server is said to be.
 *
 * @param host the host's name or address
 * @param port the port
 */
record MemcachedAddress(String host, int port) {

	static final int DEFAULT_PORT = 11211;

	static MemcachedAddress of(ToozUrl.Host host) {
		return new MemcachedAddress(host.name(), host.portOr(DEFAULT_PORT));
	}

	/**
	 * Finds the first of the host's addresses, as the name service tells them now, where
	 * somebody answers.
	 * @throws IOException if nobody does
	 */
	Greeting greeted(MemcachedAccess access, Duration timeout) throws IOException {
		InetAddress[] addresses = InetAddress.getAllByName(this.host);
		Duration patience = timeout.dividedBy(addresses.length).plusMillis(1);
		IOException failure = new IOException("no address");
		for (InetAddress each : addresses) {
			try {
				return Greeting.of(named(each), access, patience);
			}
			catch (IOException ex) {
				// That one is there, but not secure, says more than that another is not.
				failure = (failure instanceof SSLException) ? failure : ex;
			}
		}
		throw failure;
	}

	/** With the name, or the client would look up what the address is called. */
	private InetSocketAddress named(InetAddress address) throws IOException {
		return new InetSocketAddress(InetAddress.getByAddress(this.host, address.getAddress()), this.port);
	}

	@Override
	public String toString() {
		return "memcached at " + new ToozUrl.Host(this.host, this.port);
	}

}
