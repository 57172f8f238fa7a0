package io.servicegroup.tooz.memcached;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * The backend type of {@code nova+mc://host[:11211][?timeout=60]}: members on one
 * memcached server in the format of OpenStack Nova's driver {@code mc}.
 * {@code servicegroup.driver=mc} selects it. {@code timeout} is in seconds. memcached
 * cannot list keys: a member that Nova has written is listed only after an application
 * has asked for it by its id.
 *
 * @deprecated in favor of {@code memcached://}
 */
@Deprecated(since = "0.1.0", forRemoval = true)
public final class NovaMemcachedBackendType implements BackendType {

	private static final Set<String> UNSUPPORTED = Set.of("membership_timeout", "lock_timeout", "leader_timeout");

	private final BackendType memcached = new MemcachedBackendType();

	@Override
	public Set<String> schemes() {
		return Set.of("nova+mc");
	}

	@Override
	public Map<String, UrlOption> options() {
		Map<String, UrlOption> options = new HashMap<>(this.memcached.options());
		options.keySet().removeAll(UNSUPPORTED);
		return options;
	}

	@Override
	public int defaultPort() {
		return this.memcached.defaultPort();
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.of(Feature.GROUPS);
	}

	@Override
	public String whyNot(Feature feature) {
		return "OpenStack Nova's driver 'mc' supports members only; use memcached:// with the same server";
	}

	@Override
	public Set<Characteristic> characteristics() {
		return this.memcached.characteristics();
	}

	@Override
	public void check(ToozUrl url) {
		this.memcached.check(url);
	}

	@Override
	public void checkId(String what, String id) {
		NovaKeys.check(what, id);
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new NovaMemcachedBackend(url, memberId);
	}

}
