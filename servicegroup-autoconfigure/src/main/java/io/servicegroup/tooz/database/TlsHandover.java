package io.servicegroup.tooz.database;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.TlsMaterial;
import org.jspecify.annotations.Nullable;

/**
 * The way of TLS material through a driver, which makes its factories by the name of
 * their class and gives them no more than a text.
 */
final class TlsHandover {

	private static final Map<String, WeakReference<TlsMaterial>> MATERIALS = new ConcurrentHashMap<>();

	private final String ticket = UUID.randomUUID().toString();

	/** Keeps it for as long as somebody may connect. */
	@SuppressWarnings("unused")
	private final TlsMaterial material;

	TlsHandover(TlsMaterial material) {
		this.material = material;
		MATERIALS.values().removeIf((held) -> held.get() == null);
		MATERIALS.put(this.ticket, new WeakReference<>(material));
	}

	/** Returns the text to go through the driver. */
	String ticket() {
		return this.ticket;
	}

	static TlsMaterial of(@Nullable String ticket) {
		WeakReference<TlsMaterial> held = (ticket != null) ? MATERIALS.get(ticket) : null;
		return Objects.requireNonNull((held != null) ? held.get() : null, "The ticket is nobody's");
	}

}
