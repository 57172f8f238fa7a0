package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.servicegroup.tooz.ToozUrl.Host;

/**
 * Whose turn it is among the servers, for all clients that are made one after the other:
 * who has lost a server, frozen maybe, does not begin with the same one again.
 */
final class HostOrder {

	private final List<Host> hosts;

	private final boolean shuffled;

	private int next;

	private boolean wasConnected;

	HostOrder(List<Host> hosts, boolean shuffled) {
		this.hosts = new ArrayList<>(hosts);
		this.shuffled = shuffled;
		if (shuffled) {
			Collections.shuffle(this.hosts);
		}
	}

	int size() {
		return this.hosts.size();
	}

	synchronized Host next() {
		Host host = this.hosts.get(this.next);
		this.next = (this.next + 1) % this.hosts.size();
		return host;
	}

	/** Whether a client has lost a server, and has others to go to. */
	synchronized boolean haveLostOne() {
		return this.wasConnected && size() > 1;
	}

	/**
	 * The last one has let the client in. In the order given, the first one is the next,
	 * unless this is the one that will have failed then.
	 */
	synchronized void connected() {
		this.wasConnected = true;
		if (!this.shuffled && this.next != 1) {
			this.next = 0;
		}
	}

}
