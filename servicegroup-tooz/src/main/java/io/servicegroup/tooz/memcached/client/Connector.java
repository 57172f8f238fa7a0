package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.servicegroup.tooz.Credentials;
import io.servicegroup.tooz.LoginRefusedException;
import io.servicegroup.tooz.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a connection, and logs in if the server requires it. The server's answer to a
 * probe selects the protocol: a server with SASL speaks only the binary one.
 */
final class Connector {

	private static final Logger logger = LoggerFactory.getLogger(Connector.class);

	private final MemcachedAddress address;

	private final MemcachedAccess access;

	private final Duration timeout;

	Connector(MemcachedAddress address, MemcachedAccess access, Duration timeout) {
		this.address = address;
		this.access = access;
		this.timeout = timeout;
	}

	/**
	 * Connects and logs in. Blocks for up to four times the timeout: the probe, the
	 * supplier of the credentials, the connection and the login have it each.
	 * @throws StoreUnavailableException if the server cannot be reached, does not answer
	 * in time, or rejects the login
	 */
	Client open() throws InterruptedException {
		try {
			ServerProbe probe = this.address.probe(this.access, this.timeout);
			Credentials credentials = this.access.credentials().apply(this.timeout);
			requireUsable(probe, credentials != null);
			Client client = connect(probe, this.access, this.timeout);
			try {
				logIn(probe, credentials, client);
				return client;
			}
			catch (InterruptedException | RuntimeException ex) {
				client.connection().close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw unreachable(ex);
		}
	}

	/** Opens a connection, for the protocol of the server. */
	static Client connect(ServerProbe probe, MemcachedAccess access, Duration timeout)
			throws IOException, InterruptedException {
		Connection connection = Connection.open(probe.address(), access, timeout);
		return probe.isClosed() ? new BinaryClient(connection)
				: new TextClient(connection, probe.mayHaveMetaCommands());
	}

	private StoreUnavailableException unreachable(IOException ex) {
		if (ex instanceof SocketTimeoutException) {
			return new StoreUnavailableException(this.address + " did not answer within " + this.timeout.toMillis()
					+ " ms" + ((this.access.tls() != null) ? ". Check that it uses TLS on this port" : ""), ex);
		}
		String advice = MemcachedAccess.TLS.advice(ex);
		return new StoreUnavailableException(
				"Cannot connect to " + this.address + ": " + ex
						+ (advice.isEmpty() ? ". Check that memcached runs there and listens on that address" : advice),
				ex);
	}

	private void requireUsable(ServerProbe probe, boolean hasPassword) {
		if (probe.allowsAnonymous() || (hasPassword && (probe.requiresTextLogin() || probe.isClosed()))) {
			return;
		}
		if (probe.requiresTextLogin()) {
			throw new StoreUnavailableException(this.address + " requires a password, but the URL has none. "
					+ "Set it as memcached://user:password@host:11211", null);
		}
		if (probe.isClosed()) {
			throw new StoreUnavailableException(
					this.address + " closed the connection without an answer. If it requires a "
							+ "password (SASL), set it as memcached://user:password@host:11211; "
							+ ((this.access.tls() != null)
									? "if it requires a client certificate, set ssl_cert and ssl_key"
									: "if it uses TLS, set use_ssl=true"),
					null);
		}
		if (probe.isFull()) {
			throw new StoreUnavailableException(
					this.address + " has reached its limit of connections: raise it (memcached -c)", null);
		}
		throw new StoreUnavailableException(this.address + " answered '" + probe.answer()
				+ "', which is not memcached's protocol. Check host and port of the URL", null);
	}

	private void logIn(ServerProbe probe, @Nullable Credentials credentials, Client client)
			throws InterruptedException {
		String user = (credentials != null) ? credentials.user() : null;
		if (credentials == null || user == null) {
			return;
		}
		String password = credentials.password();
		if (probe.allowsAnonymous()) {
			logger.warn("Password for {} is not used: the server requires no login, and any client that can connect "
					+ "may read and change everything; connecting without it. "
					+ "Start memcached with -S (SASL) or -Y (password file), or remove the password from the URL",
					this.address);
			return;
		}
		requireAccepted(client.authenticate(user, password));
	}

	private void requireAccepted(Future<Boolean> login) throws InterruptedException {
		try {
			login.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new LoginRefusedException(this.address + " rejected the user or the password: "
					+ ((ex.getCause() != null) ? ex.getCause() : ex).getMessage()
					+ ". Check user and password of the URL", ex);
		}
		catch (TimeoutException ex) {
			throw new StoreUnavailableException(
					this.address + " did not answer the login within " + this.timeout.toMillis() + " ms", ex);
		}
	}

}
