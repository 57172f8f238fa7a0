package io.servicegroup.tooz.etcd;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Authenticates calls with the user and password of the URL. The first call requests a
 * token. A call whose token the server refuses requests another one. Does nothing if the
 * URL has no user. Thread-safe.
 */
final class EtcdLogin {

	private final @Nullable Map<String, String> credentials;

	private final BiFunction<String, Map<String, ?>, JsonNode> authenticate;

	private volatile @Nullable String token;

	/**
	 * Creates the login; makes no call.
	 * @param url the URL with the credentials
	 * @param authenticate makes a call without a token
	 */
	EtcdLogin(ToozUrl url, BiFunction<String, Map<String, ?>, JsonNode> authenticate) {
		this.credentials = (url.user() != null && url.password() != null)
				? Map.of("name", url.user(), "password", url.password()) : null;
		this.authenticate = authenticate;
	}

	/** Makes a call, and repeats it once with another token if the token was refused. */
	<T> T call(Function<@Nullable String, T> call) {
		for (boolean retry = true;; retry = false) {
			String used = token();
			try {
				return call.apply(used);
			}
			catch (EtcdTokenException ex) {
				forget(used);
				if (used == null || !retry) {
					throw new StoreUnavailableException(ex.getMessage(), ex);
				}
			}
		}
	}

	private synchronized void forget(@Nullable String used) {
		if (Objects.equals(used, this.token)) {
			this.token = null;
		}
	}

	private synchronized @Nullable String token() {
		if (this.token == null && this.credentials != null) {
			this.token = this.authenticate.apply("auth/authenticate", this.credentials).path("token").asString("");
		}
		return this.token;
	}

}
