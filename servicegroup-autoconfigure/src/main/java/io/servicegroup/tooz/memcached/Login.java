package io.servicegroup.tooz.memcached;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.servicegroup.tooz.ToozConnectionError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a connection, and logs in where the server wants that. What the server speaks
 * tells how: SASL goes by the binary protocol only, and a server that asks for it speaks
 * nothing else.
 */
final class Login {

	private static final Logger logger = LoggerFactory.getLogger(Login.class);

	private final MemcachedAddress address;

	private final MemcachedAccess access;

	private final Duration timeout;

	Login(MemcachedAddress address, MemcachedAccess access, Duration timeout) {
		this.address = address;
		this.access = access;
		this.timeout = timeout;
	}

	MemcachedLine open() throws InterruptedException {
		try {
			Greeting greeting = this.address.greeted(this.access, this.timeout);
			requireSense(greeting);
			MemcachedLine line = MemcachedLine.open(greeting, this.access, this.timeout);
			try {
				logIn(greeting, line.client());
				return line;
			}
			catch (InterruptedException | RuntimeException ex) {
				line.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw unreachable(ex);
		}
	}

	private ToozConnectionError unreachable(IOException ex) {
		if (ex instanceof SocketTimeoutException) {
			return new ToozConnectionError(this.address + " did not answer within " + this.timeout
					+ ((this.access.tls() != null) ? ". Does it speak TLS?" : ""), ex);
		}
		String advice = MemcachedUrls.TLS.advice(ex);
		return new ToozConnectionError("Cannot connect to " + this.address + ": " + ex
				+ (advice.isEmpty() ? ". Is memcached running there, and does it listen on that address?" : advice),
				ex);
	}

	private void requireSense(Greeting greeting) {
		boolean knowsPassword = this.access.password() != null;
		if (greeting.isOpen() || knowsPassword && (greeting.asksForPassword() || greeting.isSilent())) {
			return;
		}
		if (greeting.asksForPassword()) {
			throw new ToozConnectionError(
					this.address + " asks for a password: write memcached://user:password@host:11211", null);
		}
		if (greeting.isSilent()) {
			throw new ToozConnectionError(this.address + " closed the connection at the first word. If it asks for a "
					+ "password (SASL), write memcached://user:password@host:11211; "
					+ ((this.access.tls() != null) ? "if for a client's certificate, name it by ssl_cert and ssl_key"
							: "if it speaks TLS, add use_ssl=true"),
					null);
		}
		throw new ToozConnectionError(
				this.address + " says '" + greeting.words() + "', which is not what a memcached greets with", null);
	}

	private void logIn(Greeting greeting, Client client) throws InterruptedException {
		String user = this.access.user();
		String password = this.access.password();
		if (user == null || password == null) {
			return;
		}
		if (greeting.isOpen()) {
			logger.warn("{} asks for no password, though the URL has one: whoever reaches it may do everything",
					this.address);
			return;
		}
		requireWelcome(
				greeting.isSilent() ? client.authenticate(user, password) : client.authenticateByText(user, password));
	}

	private void requireWelcome(Future<Boolean> answer) throws InterruptedException {
		try {
			answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new ToozConnectionError(this.address + " refuses the user or the password: "
					+ ((ex.getCause() != null) ? ex.getCause() : ex).getMessage(), ex);
		}
		catch (TimeoutException ex) {
			throw new ToozConnectionError(this.address + " did not answer the login within " + this.timeout, ex);
		}
	}

}
