package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.servicegroup.tooz.Credentials;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates calls with the credentials of the URL. The first call requests a token. A
 * call whose token the server refuses requests another one. Does nothing if the URL has
 * no user. Thread-safe.
 */
final class EtcdLogin {

	private final ToozUrl url;

	private final Duration deadline;

	private final BiFunction<String, Map<String, ?>, EtcdAnswer> authenticate;

	private volatile @Nullable String token;

	/**
	 * Creates the login; makes no call.
	 * @param url the URL with the credentials
	 * @param deadline the limit of the wait for the supplier of the credentials
	 * @param authenticate makes a call without a token
	 */
	EtcdLogin(ToozUrl url, Duration deadline, BiFunction<String, Map<String, ?>, EtcdAnswer> authenticate) {
		this.url = url;
		this.deadline = deadline;
		this.authenticate = authenticate;
	}

	/** Makes a call, and repeats it once with another token if the token was refused. */
	<T> T call(Function<@Nullable String, T> call) {
		String used = token();
		return call(used, () -> call.apply(used), call);
	}

	/**
	 * Sends a call. Waiting for it repeats it once with another token if the token was
	 * refused.
	 */
	<T> EtcdCall<T> send(Function<@Nullable String, EtcdCall<T>> sender) {
		String used = token();
		EtcdCall<T> sent = sender.apply(used);
		return new EtcdCall<>() {
			@Override
			public T await() {
				return call(used, sent::await, (token) -> sender.apply(token).await());
			}

			@Override
			public void cancel() {
				sent.cancel();
			}
		};
	}

	private <T> T call(@Nullable String used, Supplier<T> first, Function<@Nullable String, T> again) {
		try {
			return first.get();
		}
		catch (EtcdTokenException ex) {
			forget(used);
			if (used == null) {
				throw new StoreUnavailableException(ex.getMessage(), ex);
			}
		}
		String renewed = token();
		try {
			return again.apply(renewed);
		}
		catch (EtcdTokenException ex) {
			forget(renewed);
			throw new StoreUnavailableException(ex.getMessage(), ex);
		}
	}

	private synchronized void forget(@Nullable String used) {
		if (Objects.equals(used, this.token)) {
			this.token = null;
		}
	}

	/** Asks for the credentials before it takes the lock: calls must not wait in turn. */
	private @Nullable String token() {
		String known = this.token;
		Credentials credentials = (known == null) ? this.url.credentials(this.deadline) : null;
		String user = (credentials != null) ? credentials.user() : null;
		return (credentials != null && user != null) ? token(user, credentials.password()) : known;
	}

	private synchronized String token(String user, String password) {
		String known = this.token;
		if (known == null) {
			Map<String, String> login = Map.of("name", user, "password", password);
			known = this.authenticate.apply("auth/authenticate", login).token();
			this.token = known;
		}
		return known;
	}

}
