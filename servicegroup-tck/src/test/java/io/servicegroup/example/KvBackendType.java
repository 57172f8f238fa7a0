package io.servicegroup.example;

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
 * The backend for {@code kv://host[:port][?timeout=30]}: groups, locks and leaders in a
 * key-value store.
 */
public final class KvBackendType implements BackendType {

	@Override
	public Set<String> schemes() {
		return Set.of("kv");
	}

	@Override
	public Map<String, UrlOption> options() {
		return Map.of("timeout", UrlOption.SECONDS, "lock_timeout", UrlOption.SECONDS);
	}

	@Override
	public int defaultPort() {
		return 7400;
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.of(Feature.GROUPS, Feature.LOCKS, Feature.ELECTION, Feature.LEADER);
	}

	@Override
	public String whyNot(Feature feature) {
		return "this backend does not have it; use redis://";
	}

	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.of(Characteristic.DISTRIBUTED_ACROSS_THREADS, Characteristic.DISTRIBUTED_ACROSS_PROCESSES,
				Characteristic.DISTRIBUTED_ACROSS_HOSTS);
	}

	@Override
	public boolean recordsTimes() {
		return false;
	}

	@Override
	public void check(ToozUrl url) {
		if (url.hosts().size() != 1) {
			throw new InvalidToozUrlException("'" + url + "' must have one host.", "Write kv://host?timeout=5.");
		}
	}

	@Override
	public void checkId(String what, String id) {
		// Any text is a valid id: it is encoded in the key.
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new KvBackend(url, servers(url).get(0), memberId);
	}

}
