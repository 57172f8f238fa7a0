package io.servicegroup.tooz.memcached;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

import io.servicegroup.tooz.ToozUrl;

/**
 * Where the server is said to be.
 *
 * @param host the host's name or address
 * @param port the port
 */
record MemcachedAddress(String host, int port) {

	private static final int DEFAULT_PORT = 11211;

	static MemcachedAddress of(ToozUrl.Host host) {
		return new MemcachedAddress(host.name(), host.portOr(DEFAULT_PORT));
	}

	/**
	 * Finds the first of the host's addresses, as the name service tells them now, that
	 * accepts a connection. By a plain socket, since spymemcached tells neither that the
	 * server refused nor why, but tries on.
	 * @throws IOException if none does
	 */
	InetSocketAddress reachable(Duration timeout) throws IOException {
		InetAddress[] addresses = InetAddress.getAllByName(this.host);
		int patience = (int) Math.max(1, timeout.toMillis() / addresses.length);
		IOException failure = new IOException("no address");
		for (InetAddress each : addresses) {
			InetSocketAddress address = new InetSocketAddress(each, this.port);
			try (Socket socket = new Socket()) {
				socket.connect(address, patience);
				return address;
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		throw failure;
	}

	@Override
	public String toString() {
		return "memcached at " + new ToozUrl.Host(this.host, this.port);
	}

}
