package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;

import io.servicegroup.tooz.ToozUrl.Host;
import org.apache.zookeeper.client.HostProvider;
import org.jspecify.annotations.Nullable;

/**
 * Which server a client tries next. ZooKeeper's own provider always shuffles, and lets
 * the client try servers that are away, at one to three stack traces a second in the log.
 * This one knocks at the door first, once each server has failed the client or it has
 * lost one of several, and so finds one that serves at once and quietly.
 */
final class ServerList implements HostProvider, AutoCloseable {

	/** Between two attempts of the client itself, which leave a trace in the log. */
	private static final Duration QUIET = Duration.ofMinutes(1);

	private static final int QUARTERS = 4;

	/** How long all servers may be without a leader. */
	private static final Duration ELECTION = Duration.ofSeconds(2);

	private static final int PAUSE_MILLIS = 100;

	private static final int KNOCK_MILLIS = 250;

	private static final int ANSWER_BYTES = 64;

	private final HostOrder hosts;

	private int asked;

	private volatile boolean closed;

	ServerList(HostOrder hosts) {
		this.hosts = hosts;
	}

	/**
	 * The client waits for a server to let it in for the session's timeout divided by
	 * this: with one server that is all of it, which a network that swallows everything
	 * would cost it even once it is mended.
	 */
	@Override
	public int size() {
		return Math.max(QUARTERS, this.hosts.size());
	}

	@Override
	public InetSocketAddress next(long spinDelay) {
		int rounds = failedRounds();
		InetSocketAddress server = resolve(this.hosts.next());
		if (spinDelay == 0 || (rounds == 0 && !this.hosts.haveLostOne())) {
			return server;
		}
		if (rounds > 1) {
			// It let the client in and hung up, as one without a quorum does.
			pause((int) spinDelay / 2);
		}
		long begun = System.nanoTime();
		while (!mayServe(server, System.nanoTime() - begun) && !this.closed
				&& System.nanoTime() - begun < QUIET.toNanos()) {
			pause(PAUSE_MILLIS);
			server = resolve(this.hosts.next());
		}
		return server;
	}

	private synchronized int failedRounds() {
		return this.asked++ / this.hosts.size();
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

	/**
	 * Whether an attempt makes sense. A server that starts, or has no quorum, takes
	 * connections too, but answers this question, which needs no session, with "not
	 * currently serving"; any other answer leaves the rest to the client. None does so
	 * only when no other server was found for a while: this one may be frozen.
	 */
	private boolean mayServe(InetSocketAddress server, long waited) {
		try (Socket socket = new Socket()) {
			socket.connect(server, KNOCK_MILLIS);
			String answer = ask(socket);
			return (answer != null) ? !answer.contains("not currently serving")
					: !this.hosts.haveLostOne() || waited > ELECTION.toNanos();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Returns null for silence. */
	private @Nullable String ask(Socket socket) {
		try {
			socket.setSoTimeout(KNOCK_MILLIS);
			socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readNBytes(ANSWER_BYTES), StandardCharsets.US_ASCII);
		}
		catch (SocketTimeoutException ex) {
			return null;
		}
		catch (IOException ex) {
			return "";
		}
	}

	private void pause(int millis) {
		try {
			Thread.sleep(ThreadLocalRandom.current().nextInt(millis / 2, millis + 1));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized void onConnected() {
		this.asked = 0;
		this.hosts.connected();
	}

	@Override
	public boolean updateServerList(Collection<InetSocketAddress> servers, InetSocketAddress current) {
		throw new UnsupportedOperationException("The URL names the servers");
	}

	/** Lets a client that is to end not wait for a server. */
	@Override
	public void close() {
		this.closed = true;
	}

}
