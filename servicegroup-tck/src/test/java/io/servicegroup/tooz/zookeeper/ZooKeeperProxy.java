package io.servicegroup.tooz.zookeeper;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy between a client and a server that reads ZooKeeper's frames. It can hold back
 * the answers until a number of requests of one kind have arrived, and refuse a session.
 */
final class ZooKeeperProxy implements AutoCloseable {

	/** As in {@code ZooDefs.OpCode}. */
	static final int CREATE = 1;

	static final int EXISTS = 3;

	static final int GET_DATA = 4;

	/** The names with the state of the node. */
	static final int GET_CHILDREN = 12;

	static final int MULTI_READ = 22;

	static final int ADD_WATCH = 106;

	private static final int PING = 11;

	private static final int UNIMPLEMENTED = -6;

	/** The id of events, which answer no request. */
	private static final int EVENT = -1;

	/** The command "srvr", which has no frame. It gets no answer. */
	private static final int SRVR = 0x73727672;

	private static final int SESSION_OFFSET = 4 + 8 + 4;

	private final ServerSocket listener;

	private final int serverPort;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final Map<Integer, Integer> requests = new TreeMap<>();

	private long bytes;

	private int connections;

	private volatile long refusedSession;

	private volatile boolean old;

	private int heldKind;

	private int missing;

	private boolean holding;

	ZooKeeperProxy(int serverPort) {
		this.serverPort = serverPort;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		inBackground(this::accept);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/** Returns the URL of this proxy, with a timeout of ten seconds. */
	String url() {
		return "zookeeper://127.0.0.1:" + port() + "?timeout=10";
	}

	/**
	 * Holds back all answers from the first request of this kind until the given number
	 * of such requests has arrived.
	 */
	synchronized void holdAnswersUntil(int requests, int kind) {
		this.heldKind = kind;
		this.missing = requests;
	}

	/** Whether that number of requests has arrived. */
	synchronized boolean isReleased() {
		return this.missing == 0 && !this.holding;
	}

	/** Disconnects this session, as a server does that has lost its data. */
	void refuse(long session) {
		this.refusedSession = session;
		disconnect();
	}

	/** Closes all connections. */
	void disconnect() {
		this.sockets.forEach(this::close);
	}

	/** Refuses the requests that came with 3.6, and disconnects, as older servers do. */
	void imitateOldServer() {
		this.old = true;
	}

	/** Starts counting from zero. */
	synchronized void resetCounts() {
		this.requests.clear();
		this.bytes = 0;
		this.connections = 0;
	}

	/** Returns the numbers of requests by kind, without pings. */
	synchronized Map<Integer, Integer> requests() {
		return new TreeMap<>(this.requests);
	}

	/** Returns the bytes of requests and answers, with pings. */
	synchronized long bytes() {
		return this.bytes;
	}

	/** Returns the number of new connections. */
	synchronized int connections() {
		return this.connections;
	}

	private synchronized void count(int kind, int length) {
		if (kind != PING) {
			this.requests.merge(kind, 1, Integer::sum);
		}
		this.bytes += length;
	}

	private synchronized void connected() {
		this.connections++;
	}

	private synchronized void count(int length) {
		this.bytes += length;
	}

	private static boolean isNew(int kind) {
		return kind == MULTI_READ || kind == ADD_WATCH;
	}

	private static void refuse(Socket client, int request) throws IOException {
		ByteBuffer answer = ByteBuffer.allocate(4 + 16).putInt(16).putInt(request).putLong(0).putInt(UNIMPLEMENTED);
		client.getOutputStream().write(answer.array());
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			try {
				open(client, new Socket(InetAddress.getLoopbackAddress(), this.serverPort));
			}
			catch (SocketException ex) {
				// The server is down.
				client.close();
			}
		}
	}

	private void open(Socket client, Socket server) throws IOException {
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
		this.sockets.add(client);
		this.sockets.add(server);
		AtomicInteger unanswered = new AtomicInteger();
		inBackground(() -> pump(client, server, true, unanswered));
		inBackground(() -> pump(server, client, false, unanswered));
	}

	private void pump(Socket from, Socket to, boolean requests, AtomicInteger unanswered) throws IOException {
		try {
			DataInputStream in = new DataInputStream(from.getInputStream());
			DataOutputStream out = new DataOutputStream(to.getOutputStream());
			for (boolean first = true;; first = false) {
				int length = in.readInt();
				if (length == SRVR) {
					return;
				}
				byte[] frame = new byte[length];
				in.readFully(frame);
				if (requests && first && ByteBuffer.wrap(frame).getLong(SESSION_OFFSET) == this.refusedSession
						&& this.refusedSession != 0) {
					return;
				}
				if (first && requests) {
					connected();
				}
				if (!first) {
					if (requests && this.old && isNew(ByteBuffer.wrap(frame).getInt(4))) {
						count(ByteBuffer.wrap(frame).getInt(4), frame.length);
						awaitAnswers(unanswered);
						refuse(from, ByteBuffer.wrap(frame).getInt(0));
						return;
					}
					seen(requests ? ByteBuffer.wrap(frame).getInt(4) : null);
					if (requests) {
						unanswered.incrementAndGet();
						count(ByteBuffer.wrap(frame).getInt(4), 4 + length);
					}
					else {
						count(4 + length);
					}
				}
				out.write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
				if (!first && !requests && ByteBuffer.wrap(frame).getInt(0) != EVENT) {
					answered(unanswered);
				}
			}
		}
		finally {
			close(from);
			close(to);
		}
	}

	/** Handles a request of some kind, or an answer (null), which may have to wait. */
	private synchronized void seen(Integer kind) {
		if (kind == null) {
			while (this.holding) {
				waitForRelease();
			}
		}
		else if (kind == this.heldKind && this.missing > 0) {
			this.missing--;
			this.holding = this.missing > 0;
			notifyAll();
		}
	}

	/** Waits for the answers to earlier requests: a server answers in order. */
	private synchronized void awaitAnswers(AtomicInteger unanswered) {
		while (unanswered.get() > 0) {
			waitForRelease();
		}
	}

	private synchronized void answered(AtomicInteger unanswered) {
		unanswered.decrementAndGet();
		notifyAll();
	}

	private void waitForRelease() {
		try {
			wait();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void inBackground(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (SocketException | EOFException ex) {
				// The client or the server has closed its connection.
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, "test-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private void close(Socket socket) {
		this.sockets.remove(socket);
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			this.sockets.forEach(this::close);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Work {

		void run() throws IOException;

	}

}
