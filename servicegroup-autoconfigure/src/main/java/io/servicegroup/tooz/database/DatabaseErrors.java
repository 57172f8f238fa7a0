package io.servicegroup.tooz.database;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

import io.servicegroup.tooz.OperationTimedOut;
import io.servicegroup.tooz.TlsOptions;
import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozError;
import org.jspecify.annotations.Nullable;

/**
 * Says in tooz's words what a driver threw, and how to mend it. Blots the password out,
 * should a driver repeat it.
 */
final class DatabaseErrors {

	private final String server;

	private final @Nullable String password;

	private final Duration deadline;

	private final TlsOptions tls;

	DatabaseErrors(String product, DatabaseUrl url, TlsOptions tls) {
		this.tls = tls;
		this.server = product + " at " + url.address();
		this.password = url.password();
		this.deadline = url.deadline();
	}

	ToozError ofConnect(SQLException thrown) {
		String state = Objects.requireNonNullElse(thrown.getSQLState(), "");
		String advice = this.tls.advice(thrown);
		return new ToozConnectionError(
				this.server + " cannot be used: " + reason(thrown)
						+ (advice.isEmpty() ? ". " + hint(state, thrown.getErrorCode(), reason(thrown)) : advice),
				harmless(thrown));
	}

	ToozError ofCall(SQLException thrown) {
		String state = Objects.requireNonNullElse(thrown.getSQLState(), "");
		if (isTimeout(thrown)) {
			return new OperationTimedOut(this.server + " did not answer within " + this.deadline.toMillis() + " ms",
					harmless(thrown));
		}
		if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("25006")) {
			return new ToozConnectionError(this.server + " broke the connection off: " + reason(thrown) + ". "
					+ hint(state, thrown.getErrorCode(), reason(thrown)), harmless(thrown));
		}
		return new ToozError(this.server + " refuses: " + reason(thrown), harmless(thrown));
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
	 * By SQLSTATE, and by MySQL's own numbers where it has one state for many troubles.
	 */
	private static String hint(String state, int code, String reason) {
		if (reason.contains("public key")) {
			return "MySQL's caching_sha2_password wants TLS: name the server's authority by ssl_ca, or give the user "
					+ "another authentication plugin";
		}
		if (state.startsWith("28")) {
			return "Correct the user or the password of the URL, or what the server permits to them; it may ask for TLS, or "
					+ "for a client's certificate";
		}
		if (state.equals("3D000") || state.equals("42501") || code == 1044 || code == 1049) {
			return "Create the database and permit the user to use it (GRANT), or correct its name in the URL";
		}
		if (state.equals("53300") || code == 1040 || code == 1203) {
			return "Raise the server's limit of connections: each lock that is held or waited for takes one";
		}
		if (state.equals("25006")) {
			return "Name the primary server: a standby keeps no fencing tokens";
		}
		return "See that host and port are right, that the server runs, and what its log says";
	}

	private String reason(Throwable ex) {
		String message = Objects.requireNonNullElse(ex.getMessage(), ex.getClass().getSimpleName());
		String clean = (this.password != null) ? message.replace(this.password, "***") : message;
		return clean.strip().replaceFirst("[.]$", "").replace('\n', ' ');
	}

	private @Nullable Throwable harmless(SQLException thrown) {
		for (Throwable ex = thrown; ex != null && this.password != null; ex = ex.getCause()) {
			if (ex.getMessage() != null && ex.getMessage().contains(this.password)) {
				return null;
			}
		}
		return thrown;
	}

}
