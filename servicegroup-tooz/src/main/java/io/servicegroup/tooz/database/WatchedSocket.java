package io.servicegroup.tooz.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * A socket that shows whether the server has closed the connection, without a call to the
 * server. A driver creates it by the class name of its {@link Factory}, and may put TLS
 * on top of it.
 */
final class WatchedSocket extends Socket {

	/** What a server says before it closes an idle connection is far smaller. */
	private static final int READ_LIMIT = 65_536;

	/** The socket that the thread's driver created last. */
	private static final ThreadLocal<WatchedSocket> LAST = new ThreadLocal<>();

	private @Nullable BufferedInputStream input;

	/**
	 * Returns the socket of the connection that this thread has just opened.
	 */
	static @Nullable WatchedSocket takeLast() {
		WatchedSocket last = LAST.get();
		LAST.remove();
		return last;
	}

	@Override
	public synchronized InputStream getInputStream() throws IOException {
		if (this.input == null) {
			this.input = new BufferedInputStream(super.getInputStream());
		}
		return this.input;
	}

	/**
	 * Returns whether the server has closed the connection. What it sent before stays
	 * readable. Waits for a millisecond; must not be called while the driver reads.
	 */
	boolean isClosedByServer() {
		try {
			InputStream in = getInputStream();
			int timeout = getSoTimeout();
			setSoTimeout(1);
			in.mark(READ_LIMIT);
			try {
				return reachesEnd(in);
			}
			finally {
				in.reset();
				setSoTimeout(timeout);
			}
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static boolean reachesEnd(InputStream in) throws IOException {
		try {
			for (int i = 0; i < READ_LIMIT; i++) {
				if (in.read() < 0) {
					return true;
				}
			}
		}
		catch (SocketTimeoutException ex) {
			// The connection is open.
		}
		return false;
	}

	/** Creates the sockets. */
	public static final class Factory extends SocketFactory {

		@Override
		public Socket createSocket() {
			WatchedSocket socket = new WatchedSocket();
			LAST.set(socket);
			return socket;
		}

		@Override
		public Socket createSocket(String host, int port) throws IOException {
			throw new IOException("Not used by the drivers");
		}

		@Override
		public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
			throw new IOException("Not used by the drivers");
		}

		@Override
		public Socket createSocket(InetAddress host, int port) throws IOException {
			throw new IOException("Not used by the drivers");
		}

		@Override
		public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
			throw new IOException("Not used by the drivers");
		}

	}

}
