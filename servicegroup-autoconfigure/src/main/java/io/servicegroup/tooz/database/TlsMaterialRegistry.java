package io.servicegroup.tooz.database;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Passes SSL bundles to JDBC drivers. A driver creates its socket factory by class name
 * and passes it only a string, so the string is the id of a registered bundle.
 */
final class TlsMaterialRegistry {

	private static final Map<String, WeakReference<SslBundle>> BUNDLES = new ConcurrentHashMap<>();

	private TlsMaterialRegistry() {
	}

	/** Registers a bundle for as long as the returned registration is reachable. */
	static Registration register(SslBundle bundle) {
		BUNDLES.values().removeIf((registered) -> registered.get() == null);
		Registration registration = new Registration(bundle);
		BUNDLES.put(registration.id(), new WeakReference<>(bundle));
		return registration;
	}

	/** Returns the bundle with an id. */
	static SslBundle get(@Nullable String id) {
		WeakReference<SslBundle> registered = (id != null) ? BUNDLES.get(id) : null;
		return Objects.requireNonNull((registered != null) ? registered.get() : null,
				"No SSL bundle is registered with this id");
	}

	/** Keeps a bundle registered. */
	static final class Registration {

		private final String id = UUID.randomUUID().toString();

		/** The registry itself has only a weak reference. */
		@SuppressWarnings("unused")
		private final SslBundle bundle;

		private Registration(SslBundle bundle) {
			this.bundle = bundle;
		}

		/** Returns the string to pass to the driver. */
		String id() {
			return this.id;
		}

	}

}
