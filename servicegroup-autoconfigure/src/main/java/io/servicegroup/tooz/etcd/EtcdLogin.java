package io.servicegroup.tooz.etcd;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who asks, where the server wants to know: a token for the user and the password of the
 * URL, got with the first call and got again when the server takes it no longer.
 */
final class EtcdLogin {

	private final @Nullable Map<String, String> credentials;

	private final BiFunction<String, Map<String, ?>, JsonNode> authenticate;

	private volatile @Nullable String token;

	/**
	 * Makes a login.
	 * @param authenticate makes a call without a token
	 */
	EtcdLogin(ToozUrl url, BiFunction<String, Map<String, ?>, JsonNode> authenticate) {
		this.credentials = (url.user() != null && url.password() != null)
				? Map.of("name", url.user(), "password", url.password()) : null;
		this.authenticate = authenticate;
	}

	/** Makes a call, a second time if it is the token that was refused. */
	<T> T call(Function<@Nullable String, T> call) {
		for (boolean again = true;; again = false) {
			String used = token();
			try {
				return call.apply(used);
			}
			catch (EtcdTokenRefused ex) {
				forget(used);
				if (used == null || !again) {
					throw new ToozConnectionError(ex.getMessage(), ex);
				}
			}
		}
	}

	private synchronized void forget(@Nullable String used) {
		if (used == this.token) {
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
