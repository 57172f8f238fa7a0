package io.servicegroup.tooz.etcd;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;

import io.servicegroup.tooz.AccessDeniedException;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.LoginRefusedException;
import io.servicegroup.tooz.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Translates the client's exceptions and the gateway's error responses into tooz's
 * errors, and adds how to fix them.
 */
final class EtcdErrors {

	private final String server;

	private final Duration deadline;

	EtcdErrors(String server, Duration deadline) {
		this.server = server;
		this.deadline = deadline;
	}

	CoordinationException timeout(Throwable thrown) {
		return new OperationTimeoutException(this.server + " did not answer within " + this.deadline.toMillis()
				+ " ms. Check the server, its quorum and the network", thrown);
	}

	CoordinationException interrupted(Throwable thrown) {
		return new CoordinationInterruptedException("Interrupted while waiting for an answer of " + this.server,
				thrown);
	}

	CoordinationException unreachable(Throwable thrown) {
		String tls = EtcdUrls.TLS.advice(thrown);
		return new StoreUnavailableException(
				this.server + " cannot be reached: " + reason(thrown)
						+ (tls.isEmpty() ? ". Check host and port in the URL, and that the server is running" : tls),
				thrown);
	}

	/**
	 * Returns the first message of the exception and its causes: many exceptions of the
	 * HTTP client have none.
	 */
	private static String reason(Throwable thrown) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			if (ex.getMessage() != null) {
				return ex.getMessage();
			}
		}
		return (thrown instanceof HttpConnectTimeoutException) ? "connection timed out"
				: (thrown instanceof ConnectException) ? "connection refused" : thrown.getClass().getSimpleName();
	}

	CoordinationException unexpectedResponse(int status, String path, @Nullable Throwable cause) {
		return new StoreUnavailableException(this.server + " does not serve etcd's API at " + path + " (HTTP status "
				+ status
				+ "). Check host and port in the URL, and set api_version to the server's version: v3 for etcd 3.4 or "
				+ "later, v3beta for 3.3", cause);
	}

	/** Translates an error response of the gateway by its gRPC status code. */
	CoordinationException ofResponse(JsonNode error) {
		int code = error.path("code").asInt(error.path("grpc_code").asInt(0));
		return ofStatus(code, error.path("message").asString(error.path("error").asString("")));
	}

	/** Translates a gRPC status that the server has sent. */
	CoordinationException ofStatus(int code, String reason) {
		return switch (code) {
			case 4, 14 -> new StoreUnavailableException(
					this.server + " is unavailable: " + reason + ". Check the server and the quorum of its cluster",
					null);
			case 7 -> new AccessDeniedException(unauthorized(reason).getMessage(), null);
			case 16 -> new EtcdTokenException(unauthorized(reason).getMessage());
			default -> reason.matches(".*(user name is empty|revision of auth store is old).*")
					? new EtcdTokenException(unauthorized(reason).getMessage())
					: reason.contains("authentication")
							? new LoginRefusedException(unauthorized(reason).getMessage(), null)
							: new EtcdStatusException(this.server + " refused the request: " + reason, code);
		};
	}

	private CoordinationException unauthorized(String reason) {
		return new StoreUnavailableException(this.server + " refused the request: " + reason
				+ ". Check user and password in the URL, and that the user's role may read and write the keys under "
				+ "tooz/ and /tooz/", null);
	}

}
