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
 * Selects the server that a client tries next. ZooKeeper's own provider always shuffles.
 * It also lets the client try unavailable servers, which logs one to three stack traces a
 * second. This provider probes a server before it returns it, if the client has tried all
 * servers in vain or has lost one of several. So the client finds an available server
 * quickly and without log messages.
 */
final class ProbingHostProvider implements HostProvider, AutoCloseable {

	/**
	 * After this time, the client tries a server even if its probe failed, so that the
	 * cause is logged.
	 */
	private static final Duration MAX_PROBING = Duration.ofMinutes(1);

	private static final int MIN_SIZE = 6;

	/** How long an ensemble may take to elect a leader. */
	private static final Duration MAX_ELECTION = Duration.ofSeconds(2);

	private static final int PAUSE_MILLIS = 100;

	private static final int PROBE_TIMEOUT_MILLIS = 250;

	private static final int MAX_ANSWER_BYTES = 64;

	private final ServerRotation servers;

	private int selections;

	private volatile boolean closed;

	ProbingHostProvider(ServerRotation servers) {
		this.servers = servers;
	}

	/**
	 * Returns the number of servers, but at least six. The client waits for a connection
	 * for the session timeout divided by this number, and then pauses for up to a second.
	 * Both have to end within a heartbeat and a second, a third of the timeout and a
	 * second, because a connection that was made during a network failure may stay broken
	 * after it.
	 */
	@Override
	public int size() {
		return Math.max(MIN_SIZE, this.servers.size());
	}

	@Override
	public InetSocketAddress next(long spinDelay) {
		int rounds = failedRounds();
		InetSocketAddress server = resolve(this.servers.next());
		if (spinDelay == 0 || (rounds == 0 && !this.servers.isFailover())) {
			return server;
		}
		if (rounds > 1) {
			// A server accepted the client and disconnected it, as a server without a
			// quorum does.
			pause((int) spinDelay / 4);
		}
		long begun = System.nanoTime();
		while (!mayServe(server, System.nanoTime() - begun) && !this.closed
				&& System.nanoTime() - begun < MAX_PROBING.toNanos()) {
			pause(PAUSE_MILLIS);
			server = resolve(this.servers.next());
		}
		return server;
	}

	private synchronized int failedRounds() {
		return this.selections++ / this.servers.size();
	}

	/**
	 * Resolves the name for each attempt, and selects a random address: the name may be
	 * that of the whole ensemble.
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
	 * Probes a server with the command {@code srvr}, which needs no session. A server
	 * that is starting or has no quorum accepts connections, but answers "not currently
	 * serving". After any other answer, the client may try the server. A server that does
	 * not answer may be frozen: on a failover, the client tries it only if no other
	 * server was found for two seconds.
	 */
	private boolean mayServe(InetSocketAddress server, long waited) {
		try (Socket socket = new Socket()) {
			socket.connect(server, PROBE_TIMEOUT_MILLIS);
			String answer = srvr(socket);
			return (answer != null) ? !answer.contains("not currently serving")
					: !this.servers.isFailover() || waited > MAX_ELECTION.toNanos();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Returns the answer, null if none arrives in time, or an empty text if the
	 * connection fails.
	 */
	private @Nullable String srvr(Socket socket) {
		try {
			socket.setSoTimeout(PROBE_TIMEOUT_MILLIS);
			socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readNBytes(MAX_ANSWER_BYTES), StandardCharsets.US_ASCII);
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
		this.selections = 0;
		this.servers.onConnected();
	}

	@Override
	public boolean updateServerList(Collection<InetSocketAddress> servers, InetSocketAddress current) {
		throw new UnsupportedOperationException("Cannot change the servers: the coordination URL sets them");
	}

	/** Ends a wait for a server, so that the client can close. */
	@Override
	public void close() {
		this.closed = true;
	}

}
