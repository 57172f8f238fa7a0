package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.servicegroup.tooz.ToozUrl.Host;

/**
 * Selects the next server. All clients of one backend, which are created one after the
 * other, share it. So a new client does not start with the server that the previous
 * client has lost, and that may be frozen. Thread-safe.
 */
final class ServerRotation {

	private final List<Host> hosts;

	private final boolean shuffled;

	private int next;

	private boolean wasConnected;

	ServerRotation(List<Host> hosts, boolean shuffled) {
		this.hosts = new ArrayList<>(hosts);
		this.shuffled = shuffled;
		if (shuffled) {
			Collections.shuffle(this.hosts);
		}
	}

	int size() {
		return this.hosts.size();
	}

	/** Returns the next server, round robin. */
	synchronized Host next() {
		Host host = this.hosts.get(this.next);
		this.next = (this.next + 1) % this.hosts.size();
		return host;
	}

	/** Returns whether a client was connected before and there are other servers. */
	synchronized boolean isFailover() {
		return this.wasConnected && size() > 1;
	}

	/**
	 * Records that the client has connected to the server selected last. If the servers
	 * are not shuffled, the first server of the URL is next, unless the client is
	 * connected to it.
	 */
	synchronized void onConnected() {
		this.wasConnected = true;
		if (!this.shuffled && this.next != 1) {
			this.next = 0;
		}
	}

}
