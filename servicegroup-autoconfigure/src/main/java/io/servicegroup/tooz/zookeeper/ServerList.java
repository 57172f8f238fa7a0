package io.servicegroup.tooz.zookeeper;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.servicegroup.tooz.ToozUrl.Host;
import org.apache.zookeeper.client.HostProvider;

/**
 * Which server the client tries next. ZooKeeper's own provider always shuffles, and waits
 * a second between two rounds on top of up to a second that the client waits anyway: too
 * long to be back within a heartbeat.
 */
final class ServerList implements HostProvider {

	private static final long LONGEST_WAIT_MILLIS = 250;

	private final List<Host> hosts;

	private final boolean shuffled;

	private int next;

	private int tried;

	ServerList(List<Host> hosts, boolean shuffled) {
		this.hosts = new ArrayList<>(hosts);
		this.shuffled = shuffled;
		if (shuffled) {
			Collections.shuffle(this.hosts);
		}
	}

	@Override
	public int size() {
		return this.hosts.size();
	}

	@Override
	public InetSocketAddress next(long spinDelay) {
		Host host;
		boolean allTried;
		synchronized (this) {
			host = this.hosts.get(this.next);
			this.next = (this.next + 1) % this.hosts.size();
			allTried = this.tried++ >= this.hosts.size();
		}
		if (allTried) {
			pause(Math.min(spinDelay, LONGEST_WAIT_MILLIS));
		}
		return resolve(host);
	}

	private void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Any address of the name, and anew each time: it may stand for the whole ensemble.
	 */
	private InetSocketAddress resolve(Host host) {
		try {
			InetAddress[] addresses = InetAddress.getAllByName(host.name());
			return new InetSocketAddress(addresses[ThreadLocalRandom.current().nextInt(addresses.length)], host.port());
		}
		catch (UnknownHostException ex) {
			return InetSocketAddress.createUnresolved(host.name(), host.port());
		}
	}

	@Override
	public synchronized void onConnected() {
		this.tried = 0;
		if (!this.shuffled) {
			this.next = 0;
		}
	}

	@Override
	public boolean updateServerList(Collection<InetSocketAddress> servers, InetSocketAddress current) {
		throw new UnsupportedOperationException("The URL names the servers");
	}

}
