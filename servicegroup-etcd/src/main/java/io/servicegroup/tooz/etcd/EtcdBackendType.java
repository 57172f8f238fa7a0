package io.servicegroup.tooz.etcd;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
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
 * The etcd backend, by gRPC or the JSON gateway of etcd 3.3 or later. Its URLs are
 * {@code etcd3+http://host[:2379][?timeout=30&…]}, or {@code etcd3+https://} for TLS.
 * <p>
 * Timeouts are in whole seconds; etcd grants no timeout below about 2 seconds. Without
 * the option {@code api_version} the backend uses version {@code v3} of the gateway,
 * which etcd serves since 3.4; tooz uses {@code v3alpha}.
 */
public final class EtcdBackendType implements BackendType {

	private static final Set<String> SCHEMES = new LinkedHashSet<>(List.of("etcd3+http", "etcd3+https"));

	@Override
	public Set<String> schemes() {
		return SCHEMES;
	}

	@Override
	public Map<String, UrlOption> options() {
		return Map.of("timeout", UrlOption.WHOLE_SECONDS, "membership_timeout", UrlOption.WHOLE_SECONDS, "lock_timeout",
				UrlOption.WHOLE_SECONDS, "api_version", UrlOption.TEXT, "ca_cert", UrlOption.TEXT, "cert_cert",
				UrlOption.TEXT, "cert_key", UrlOption.TEXT, "executor", UrlOption.PYTHON_ONLY);
	}

	@Override
	public Map<String, String> libraries() {
		return Map.of("tools.jackson.databind.json.JsonMapper", "tools.jackson.core:jackson-databind",
				"com.fasterxml.jackson.annotation.JsonProperty", "com.fasterxml.jackson.core:jackson-annotations");
	}

	@Override
	public int defaultPort() {
		return EtcdClient.DEFAULT_PORT;
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.complementOf(EnumSet.of(Feature.SHARED_LOCKS));
	}

	@Override
	public String whyNot(Feature feature) {
		return "its locks are exclusive, as in tooz; use an exclusive lock, or a file:// URL";
	}

	/**
	 * Returns the guarantees of etcd; tooz's driver declares none. Each read and each
	 * change goes through the cluster's quorum, and a server without the quorum does not
	 * answer.
	 */
	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.complementOf(EnumSet.of(Characteristic.NON_TIMEOUT_BASED));
	}

	@Override
	public boolean recordsTimes() {
		return false;
	}

	@Override
	public void check(ToozUrl url) {
		EtcdUrls.check(url);
	}

	@Override
	public void checkId(String what, String id) {
		if (!what.equals("lock") && id.contains("/")) {
			throw new InvalidToozUrlException(
					"Invalid " + what + " id '" + id + "': etcd's keys use the slash as a separator.",
					"Use an id without a slash.");
		}
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new EtcdBackend(url, memberId);
	}

}
