package io.servicegroup.tooz.memory;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * The backend for {@code memory://name[?timeout=30&…]}, which uses the
 * {@link MemoryStore} of that name. Timeouts are in seconds. For tests, and for
 * applications of one process.
 */
public final class MemoryBackendType implements BackendType {

	@Override
	public Set<String> schemes() {
		return Set.of("memory");
	}

	@Override
	public Map<String, UrlOption> options() {
		return Map.of("timeout", UrlOption.SECONDS, "membership_timeout", UrlOption.SECONDS, "lock_timeout",
				UrlOption.SECONDS);
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.allOf(Feature.class);
	}

	@Override
	public String whyNot(Feature feature) {
		throw new IllegalArgumentException("The backend has every feature, including " + feature);
	}

	/**
	 * Returns all characteristics except those of stores that other processes and hosts
	 * share, and of stores without timeouts.
	 */
	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.complementOf(EnumSet.of(Characteristic.NON_TIMEOUT_BASED,
				Characteristic.DISTRIBUTED_ACROSS_PROCESSES, Characteristic.DISTRIBUTED_ACROSS_HOSTS));
	}

	@Override
	public void check(ToozUrl url) {
		boolean onlyName = url.hosts().size() == 1 && url.hosts().get(0).port() < 0 && url.user() == null
				&& url.password() == null && url.path().isEmpty();
		if (!onlyName) {
			throw new InvalidToozUrlException("'" + url + "' is not the name of a store in memory.",
					"Write one name, without port, login or path: memory://orders?timeout=5.");
		}
	}

	@Override
	public void checkId(String what, String id) {
		// Any text is a valid id.
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new MemoryBackend(url, memberId);
	}

}
