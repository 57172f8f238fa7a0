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
import java.util.concurrent.atomic.LongAdder;

/**
 * A proxy between clients and a server that a test uses to inject network faults. It is
 * independent of the protocol.
 */
public final class TcpProxy implements AutoCloseable {

	private final int port = LocalProcess.freePort();

	private final int serverPort;

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private final LongAdder roundTrips = new LongAdder();

	private final LongAdder requestBytes = new LongAdder();

	private final LongAdder answerBytes = new LongAdder();

	private ServerSocket listener;

	private State state = State.PASS;

	private Duration delayEachWay = Duration.ZERO;

	/** The limit of answers on each connection; zero for none. */
	private int answerBytesPerSecond;

	/**
	 * Counts down with each received part of an answer. At zero the connection is reset.
	 */
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

	/** Returns the URL with this proxy in place of the server. */
	public String url(String direct) {
		return direct.replace("127.0.0.1:" + this.serverPort, "127.0.0.1:" + this.port);
	}

	/** Ends all faults. Data that was held back is delivered now. */
	public synchronized void pass() {
		this.delayEachWay = Duration.ZERO;
		this.answerBytesPerSecond = 0;
		this.resets = null;
		this.answersUntilReset = -1;
		change(State.PASS);
	}

	/** Closes all connections and refuses new ones. */
	public synchronized void cut() {
		change(State.CUT);
		disconnect();
	}

	/** Closes all connections, on both sides. */
	public synchronized void disconnect() {
		this.connections.forEach(ProxiedConnection::close);
	}

	/**
	 * Discards all data and accepts new connections, without any error. Connections from
	 * this time stay broken after {@link #pass}, as when a firewall has dropped their
	 * state. Only newer connections work.
	 */
	public synchronized void halfOpen() {
		change(State.HALF_OPEN);
		this.connections.forEach(ProxiedConnection::discardAll);
	}

	/** Passes requests and holds answers until {@link #pass}. */
	public synchronized void holdAnswers() {
		change(State.REQUESTS_ONLY);
	}

	/** Passes answers and holds requests until {@link #pass}. */
	public synchronized void holdRequests() {
		change(State.ANSWERS_ONLY);
	}

	/** Delays requests and answers by half the time each. Connecting is not delayed. */
	public synchronized void delay(Duration roundTrip) {
		this.delayEachWay = roundTrip.dividedBy(2);
	}

	/**
	 * Limits the rate of answers on each connection. Connections do not share a limit.
	 */
	public synchronized void throttleAnswers(int bytesPerSecond) {
		this.answerBytesPerSecond = bytesPerSecond;
	}

	/** Resets the connection in place of about one in {@code oneIn} answers. */
	public synchronized void resets(int oneIn, long seed) {
		this.oneIn = oneIn;
		this.resets = new Random(seed);
	}

	/**
	 * Resets the connection in place of one answer. The server has received the request.
	 * @param number the number of the answer from now on, starting at 1
	 */
	public synchronized void resetAnswer(int number) {
		this.answersUntilReset = number;
	}

	/** Returns how often a connection was reset. */
	public synchronized int resetCount() {
		return this.resetCount;
	}

	/** Returns what was received so far, on all connections. */
	public Traffic traffic() {
		return new Traffic(this.roundTrips.sum(), this.requestBytes.sum(), this.answerBytes.sum());
	}

	/** Counts data that was received from the server. */
	void countAnswer(int bytes) {
		this.answerBytes.add(bytes);
	}

	/** Counts data that was received from a client. */
	void countRequest(int bytes, boolean first) {
		this.requestBytes.add(bytes);
		if (first) {
			this.roundTrips.increment();
		}
	}

	private void change(State now) {
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
				// The server is down: reset the connection as the server would.
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
			connection.discardAll();
		}
		if (this.state == State.CUT || this.state == State.CLOSED) {
			connection.close();
		}
	}

	synchronized Duration delayEachWay() {
		return this.delayEachWay;
	}

	synchronized int answerBytesPerSecond() {
		return this.answerBytesPerSecond;
	}

	/** Waits while this direction is blocked. */
	synchronized void awaitPassage(boolean answers) throws InterruptedException {
		while (this.state == (answers ? State.REQUESTS_ONLY : State.ANSWERS_ONLY)) {
			wait();
		}
	}

	/** Returns whether the next answer must be lost with its connection. */
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
		change(State.CLOSED);
		disconnect();
	}

	/**
	 * The data that passed through a proxy.
	 *
	 * @param roundTrips how often a client sent a request on a connection on which the
	 * server had sent something since the previous one: requests that are sent together
	 * are one round trip
	 * @param requestBytes the bytes of all requests
	 * @param answerBytes the bytes of all answers and pushed messages
	 */
	public record Traffic(long roundTrips, long requestBytes, long answerBytes) {

		/** Returns the bytes in both directions. */
		public long bytes() {
			return this.requestBytes + this.answerBytes;
		}

		/** Returns what has passed since an earlier count. */
		public Traffic since(Traffic earlier) {
			return new Traffic(this.roundTrips - earlier.roundTrips, this.requestBytes - earlier.requestBytes,
					this.answerBytes - earlier.answerBytes);
		}

	}

	private enum State {

		PASS, CUT, HALF_OPEN, REQUESTS_ONLY, ANSWERS_ONLY, CLOSED

	}

}
