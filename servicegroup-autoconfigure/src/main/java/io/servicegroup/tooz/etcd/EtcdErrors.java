package io.servicegroup.tooz.etcd;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;

import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says in tooz's words what the client threw or the gateway answered, and how to mend it.
 */
final class EtcdErrors {

	private final String server;

	private final Duration deadline;

	EtcdErrors(String server, Duration deadline) {
		this.server = server;
		this.deadline = deadline;
	}

	String lateness() {
		return this.server + " did not answer within " + this.deadline.toMillis() + " ms";
	}

	String interruption() {
		return "Interrupted while " + this.server + " was asked";
	}

	ToozError unreachable(Throwable thrown) {
		return new ToozConnectionError(
				this.server + " cannot be reached: " + reason(thrown) + EtcdUrls.TLS.advice(thrown), thrown);
	}

	/** The client's exceptions often have no message. */
	private static String reason(Throwable thrown) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			if (ex.getMessage() != null) {
				return ex.getMessage();
			}
		}
		return (thrown instanceof HttpConnectTimeoutException) ? "no connection in time"
				: (thrown instanceof ConnectException) ? "connection refused" : thrown.getClass().getSimpleName();
	}

	ToozError strange(int status, String path, @Nullable Throwable cause) {
		return new ToozConnectionError(this.server + " is no etcd that serves " + path + " (HTTP status " + status
				+ "). Check host and port, and set api_version to what the server has: v3 since etcd 3.4, "
				+ "v3beta with 3.3", cause);
	}

	/** Translates gRPC's codes. */
	ToozError refusal(JsonNode error) {
		int code = error.path("code").asInt(error.path("grpc_code").asInt(0));
		String reason = error.path("message").asString(error.path("error").asString(""));
		return switch (code) {
			case 4, 14 -> new ToozConnectionError(this.server + " cannot serve now: " + reason, null);
			case 7 -> unauthorized(reason);
			case 16 -> new EtcdTokenRefused(unauthorized(reason).getMessage());
			default -> reason.matches(".*(user name is empty|revision of auth store is old).*")
					? new EtcdTokenRefused(unauthorized(reason).getMessage()) : reason.contains("authentication")
							? unauthorized(reason) : new EtcdRefusal(this.server + " refuses: " + reason, code);
		};
	}

	private ToozError unauthorized(String reason) {
		return new ToozConnectionError(this.server + " refuses: " + reason
				+ ". Check user and password of the URL, and that the user's role may read and write the keys under "
				+ "tooz/ and /tooz/", null);
	}

}
