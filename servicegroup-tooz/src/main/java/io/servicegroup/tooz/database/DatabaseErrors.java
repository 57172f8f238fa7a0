package io.servicegroup.tooz.database;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.LoginRefusedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.format.Redactor;
import io.servicegroup.tooz.spi.TlsOptions;

/**
 * Translates the driver's exceptions into tooz's errors, and adds how to fix them.
 * Replaces the password with {@code ***}, as a driver's message may contain it.
 */
final class DatabaseErrors {

	/**
	 * What MySQL (a session that was idle for too long) and MariaDB (a session that was
	 * killed) send before they close a session.
	 */
	private static final Set<Integer> ENDED_BY_MYSQL = Set.of(4031, 1927);

	private final String server;

	private final Redactor redactor;

	private final Duration deadline;

	private final TlsOptions tls;

	DatabaseErrors(String product, DatabaseUrl url, TlsOptions tls) {
		this.tls = tls;
		this.server = product + " at " + url.address();
		this.redactor = url.redactor();
		this.deadline = url.deadline();
	}

	CoordinationException ofConnectFailure(SQLException thrown) {
		String state = Objects.requireNonNullElse(thrown.getSQLState(), "");
		String advice = this.tls.advice(thrown);
		String message = "Connection to " + this.server + " failed: " + reason(thrown)
				+ (advice.isEmpty() ? ". " + hint(state, thrown.getErrorCode(), reason(thrown)) : advice);
		Throwable cause = this.redactor.causeOrNull(thrown);
		return state.startsWith("28") ? new LoginRefusedException(message, cause)
				: new StoreUnavailableException(message, cause);
	}

	CoordinationException ofQueryFailure(SQLException thrown) {
		String state = Objects.requireNonNullElse(thrown.getSQLState(), "");
		if (isTimeout(thrown)) {
			return new OperationTimeoutException(this.server + " did not answer within " + this.deadline.toMillis()
					+ " ms. Check the server and the network", this.redactor.causeOrNull(thrown));
		}
		if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("25006")
				|| ENDED_BY_MYSQL.contains(thrown.getErrorCode())) {
			return new StoreUnavailableException("Session on " + this.server + " ended: " + reason(thrown) + ". "
					+ hint(state, thrown.getErrorCode(), reason(thrown)), this.redactor.causeOrNull(thrown));
		}
		return new CoordinationException(this.server + " refused the statement: " + reason(thrown),
				this.redactor.causeOrNull(thrown));
	}

	private static boolean isTimeout(Throwable thrown) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			if (ex instanceof SocketTimeoutException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the fix for an SQLSTATE, or for MySQL's error code where its SQLSTATE is
	 * too general.
	 */
	private static String hint(String state, int code, String reason) {
		if (reason.contains("public key")) {
			return "MySQL's caching_sha2_password requires TLS. Set ssl_ca to the CA's PEM file, or give the user "
					+ "another authentication plugin";
		}
		if (state.startsWith("28")) {
			return "Correct the user or the password in the URL, or the server's rules for them. The server may "
					+ "require TLS or a client certificate";
		}
		if (state.equals("3D000") || state.equals("42501") || code == 1044 || code == 1049) {
			return "Create the database and grant the user access to it, or correct its name in the URL";
		}
		if (state.equals("53300") || code == 1040 || code == 1203) {
			return "Raise the server's limit of connections: each lock that is held or waited for uses one";
		}
		if (state.equals(PostgresPooler.REFUSED)) {
			return "Use the host and port of the server itself, or a pool whose mode is session";
		}
		if (state.equals("25006")) {
			return "Use the host of the primary server: a standby cannot assign fencing tokens";
		}
		return "Check host and port in the URL, that the server is running, and its log";
	}

	private String reason(Throwable ex) {
		String message = Objects.requireNonNullElse(ex.getMessage(), ex.getClass().getSimpleName());
		return this.redactor.redact(message).strip().replaceFirst("[.]$", "").replace('\n', ' ');
	}

}
