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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server and reads ZooKeeper's frames: it can hold the
 * answers back until so many requests of a kind have come, and turn a session away.
 */
final class ZooKeeperProxy implements AutoCloseable {

	/** {@code ZooDefs.OpCode} */
	static final int CREATE = 1;

	static final int EXISTS = 3;

	static final int GET_DATA = 4;

	/** A question without a frame, "srvr"; here it gets no answer. */
	private static final int SRVR = 0x73727672;

	private static final int SESSION_OFFSET = 4 + 8 + 4;

	private final ServerSocket listener;

	private final int serverPort;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile long refusedSession;

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

	/**
	 * From the first request of this kind on, lets no answer pass before as many have
	 * come.
	 */
	synchronized void holdAnswersUntil(int requests, int kind) {
		this.heldKind = kind;
		this.missing = requests;
	}

	/** Whether all the requests that answers were held back for have come. */
	synchronized boolean isReleased() {
		return this.missing == 0 && !this.holding;
	}

	/** As a server that was emptied does: it hangs up on this session, on no other. */
	void refuse(long session) {
		this.refusedSession = session;
		this.sockets.forEach(this::close);
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort);
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			this.sockets.add(client);
			this.sockets.add(server);
			inBackground(() -> pump(client, server, true));
			inBackground(() -> pump(server, client, false));
		}
	}

	private void pump(Socket from, Socket to, boolean requests) throws IOException {
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
				if (!first) {
					seen(requests ? ByteBuffer.wrap(frame).getInt(4) : null);
				}
				out.write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
			}
		}
		finally {
			close(from);
			close(to);
		}
	}

	/** A request of some kind, or an answer, which may have to wait. */
	private synchronized void seen(Integer kind) {
		if (kind == null) {
			while (this.holding) {
				waitABit();
			}
		}
		else if (kind == this.heldKind && this.missing > 0) {
			this.missing--;
			this.holding = this.missing > 0;
			notifyAll();
		}
	}

	private void waitABit() {
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
				// One of the two has hung up.
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
