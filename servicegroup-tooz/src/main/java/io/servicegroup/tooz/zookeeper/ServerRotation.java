package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.servicegroup.tooz.ToozUrl.Host;

/**
 * Selects the next server, across all clients that are created one after the other: the
 * next client does not start with a server, perhaps a frozen one, that the last client
 * has lost. Thread-safe.
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

	/** Whether a client was connected before and there are other servers. */
	synchronized boolean isFailover() {
		return this.wasConnected && size() > 1;
	}

	/**
	 * Notes that the client is connected to the last selected server. If the order of the
	 * URL is kept, the first server is next, unless it is the one that was selected.
	 */
	synchronized void onConnected() {
		this.wasConnected = true;
		if (!this.shuffled && this.next != 1) {
			this.next = 0;
		}
	}

}
