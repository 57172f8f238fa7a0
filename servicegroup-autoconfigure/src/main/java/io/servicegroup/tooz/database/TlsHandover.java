package io.servicegroup.tooz.database;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The way of an SSL bundle through a driver, which makes its factories by the name of
 * their class and gives them no more than a text.
 */
final class TlsHandover {

	private static final Map<String, WeakReference<SslBundle>> BUNDLES = new ConcurrentHashMap<>();

	private final String ticket = UUID.randomUUID().toString();

	/** Keeps it for as long as somebody may connect. */
	@SuppressWarnings("unused")
	private final SslBundle bundle;

	TlsHandover(SslBundle bundle) {
		this.bundle = bundle;
		BUNDLES.values().removeIf((held) -> held.get() == null);
		BUNDLES.put(this.ticket, new WeakReference<>(bundle));
	}

	/** Returns the text to go through the driver. */
	String ticket() {
		return this.ticket;
	}

	static SslBundle of(@Nullable String ticket) {
		WeakReference<SslBundle> held = (ticket != null) ? BUNDLES.get(ticket) : null;
		return Objects.requireNonNull((held != null) ? held.get() : null, "The ticket is nobody's");
	}

}
