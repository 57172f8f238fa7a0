package io.servicegroup.tooz.database;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.TlsMaterial;
import org.jspecify.annotations.Nullable;

/**
 * Passes TLS material to JDBC drivers. A driver creates its socket factory by class name
 * and passes it only a string, so the string is the id of a registered material.
 */
final class TlsMaterialRegistry {

	private static final Map<String, WeakReference<TlsMaterial>> MATERIALS = new ConcurrentHashMap<>();

	private TlsMaterialRegistry() {
	}

	/** Registers material for as long as the returned registration is reachable. */
	static Registration register(TlsMaterial material) {
		MATERIALS.values().removeIf((registered) -> registered.get() == null);
		Registration registration = new Registration(material);
		MATERIALS.put(registration.id(), new WeakReference<>(material));
		return registration;
	}

	/** Returns the material with an id. */
	static TlsMaterial get(@Nullable String id) {
		WeakReference<TlsMaterial> registered = (id != null) ? MATERIALS.get(id) : null;
		return Objects.requireNonNull((registered != null) ? registered.get() : null,
				"No TLS material is registered with this id");
	}

	/** Keeps material registered. */
	static final class Registration {

		private final String id = UUID.randomUUID().toString();

		/** The registry itself has only a weak reference. */
		@SuppressWarnings("unused")
		private final TlsMaterial material;

		private Registration(TlsMaterial material) {
			this.material = material;
		}

		/** Returns the string to pass to the driver. */
		String id() {
			return this.id;
		}

	}

}
