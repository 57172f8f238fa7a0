package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between clients and a server that a test may break and mend while it is in
 * use. It knows no protocol.
 */
public final class TcpProxy implements AutoCloseable {

	private final int port = LocalProcess.freePort();

	private final int serverPort;

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private ServerSocket listener;

	private State state = State.PASS;

	private Duration delayEachWay = Duration.ZERO;

	/** Counts down with each piece of an answer; at zero, that one is lost. */
	private int answersUntilReset = -1;

	private Random resets;

	private int oneIn;

	private int resetCount;

	public TcpProxy(int serverPort) {
		this.serverPort = serverPort;
		listen();
	}

	public int port() {
		return this.port;
	}

	/** The same URL, with the way through this proxy. */
	public String url(String direct) {
		return direct.replace("127.0.0.1:" + this.serverPort, "127.0.0.1:" + this.port);
	}

	/** Mends everything: what was held back arrives, late, as if it were sent again. */
	public synchronized void pass() {
		this.delayEachWay = Duration.ZERO;
		this.resets = null;
		this.answersUntilReset = -1;
		become(State.PASS);
	}

	/** Closes all connections and refuses new ones. */
	public synchronized void cut() {
		become(State.CUT);
		this.connections.forEach(ProxiedConnection::close);
	}

	/**
	 * All bytes vanish, new connections are accepted, and nobody is told. Those that saw
	 * it are deaf for ever, as when a firewall has forgotten them: only new ones are
	 * mended.
	 */
	public synchronized void halfOpen() {
		become(State.HALF_OPEN);
		this.connections.forEach(ProxiedConnection::deafen);
	}

	/** Requests pass, answers do not; they arrive when the network is mended. */
	public synchronized void holdAnswers() {
		become(State.REQUESTS_ONLY);
	}

	/** Answers pass, requests do not; they arrive when the network is mended. */
	public synchronized void holdRequests() {
		become(State.ANSWERS_ONLY);
	}

	/** Half of it each way; connecting is not delayed. */
	public synchronized void delay(Duration roundTrip) {
		this.delayEachWay = roundTrip.dividedBy(2);
	}

	/** Resets the connection instead of passing about one answer in so many. */
	public synchronized void resets(int oneIn, long seed) {
		this.oneIn = oneIn;
		this.resets = new Random(seed);
	}

	/**
	 * Resets the connection instead of passing an answer; the server has got the request.
	 * @param number which one from now on, beginning with 1
	 */
	public synchronized void resetAnswer(int number) {
		this.answersUntilReset = number;
	}

	/** How often a connection was reset. */
	public synchronized int resetCount() {
		return this.resetCount;
	}

	private void become(State now) {
		this.state = now;
		if (now == State.CUT || now == State.CLOSED) {
			close(this.listener);
		}
		else if (this.listener.isClosed()) {
			listen();
		}
		notifyAll();
	}

	private void listen() {
		try {
			this.listener = new ServerSocket(this.port, 100, InetAddress.getByName("127.0.0.1"));
			ServerSocket current = this.listener;
			ProxiedConnection.inBackground(() -> accept(current));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket current) throws IOException {
		while (true) {
			Socket client = current.accept();
			try {
				open(client, new Socket("127.0.0.1", this.serverPort));
			}
			catch (IOException ex) {
				// The server is away: as it refuses, so does this.
				client.setSoLinger(true, 0);
				client.close();
			}
		}
	}

	private synchronized void open(Socket client, Socket server) throws IOException {
		ProxiedConnection connection = new ProxiedConnection(this, client, server);
		this.connections.add(connection);
		connection.start();
		if (this.state == State.HALF_OPEN) {
			connection.deafen();
		}
		if (this.state == State.CUT || this.state == State.CLOSED) {
			connection.close();
		}
	}

	synchronized Duration delayEachWay() {
		return this.delayEachWay;
	}

	/** Waits while this direction is blocked. */
	synchronized void awaitPassage(boolean answers) throws InterruptedException {
		while (this.state == (answers ? State.REQUESTS_ONLY : State.ANSWERS_ONLY)) {
			wait();
		}
	}

	/** Whether the answer that is about to pass shall be lost with its connection. */
	synchronized boolean isToBeReset() {
		boolean now = (this.answersUntilReset > 0 && --this.answersUntilReset == 0)
				|| (this.resets != null && this.resets.nextInt(this.oneIn) == 0);
		this.resetCount += now ? 1 : 0;
		return now;
	}

	void closed(ProxiedConnection connection) {
		this.connections.remove(connection);
	}

	private static void close(ServerSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized void close() {
		become(State.CLOSED);
		this.connections.forEach(ProxiedConnection::close);
	}

	private enum State {

		PASS, CUT, HALF_OPEN, REQUESTS_ONLY, ANSWERS_ONLY, CLOSED

	}

}
