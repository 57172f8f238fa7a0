package io.servicegroup.tooz.etcd;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.BackendType;
import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.UrlOption;

/**
 * {@code etcd3+http://host[:2379][?timeout=30&…]}, or {@code etcd3+https://} for TLS:
 * etcd's JSON gateway, from etcd 3.3 on. Where tooz asks for {@code v3alpha} unless the
 * URL says {@code api_version}, this asks for {@code v3}, which etcd serves since 3.4.
 * etcd grants no timeout below about 2 s.
 */
public final class EtcdBackendType implements BackendType {

	private static final Set<String> SCHEMES = new LinkedHashSet<>(List.of("etcd3+http", "etcd3+https"));

	private static final List<String> TLS_OPTIONS = List.of("ca_cert", "cert_cert", "cert_key");

	@Override
	public Set<String> schemes() {
		return SCHEMES;
	}

	@Override
	public Map<String, UrlOption> options() {
		return Map.of("timeout", UrlOption.WHOLE_SECONDS, "membership_timeout", UrlOption.WHOLE_SECONDS, "lock_timeout",
				UrlOption.WHOLE_SECONDS, "api_version", UrlOption.TEXT, "ca_cert", UrlOption.TEXT, "cert_cert",
				UrlOption.TEXT, "cert_key", UrlOption.TEXT);
	}

	@Override
	public String client() {
		return "tools.jackson.core:jackson-databind";
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.complementOf(EnumSet.of(Feature.SHARED_LOCKS));
	}

	@Override
	public String whyNot(Feature feature) {
		return "its locks, as tooz's, are exclusive; use a file:// URL, or an exclusive lock";
	}

	/**
	 * tooz's driver declares nothing. These hold because each reading and each change
	 * goes through the cluster's quorum; a server cut off from it does not answer.
	 */
	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.complementOf(EnumSet.of(Characteristic.NON_TIMEOUT_BASED));
	}

	@Override
	public void check(ToozUrl url) {
		checkHost(url);
		if (url.user() != null || url.password() != null) {
			throw new InvalidToozUrl("'" + url + "' names a user, which is not supported for etcd yet.",
					"Leave it out; let etcd ask for client certificates instead: cert_cert and cert_key.");
		}
		if (url.path().length() > 1) {
			throw new InvalidToozUrl("'" + url + "' has a path behind its host: '" + url.path() + "'.",
					"Leave it out; tooz's keys stand at fixed places.");
		}
		String version = url.option("api_version");
		if (version != null && !List.of("v3", "v3beta", "v3alpha").contains(version)) {
			throw new InvalidToozUrl("'" + url + "' names an unknown api_version: '" + version + "'.",
					"Use v3 since etcd 3.4, or v3beta with 3.3.");
		}
		checkTls(url);
	}

	private static void checkHost(ToozUrl url) {
		if (url.hosts().size() != 1) {
			throw new InvalidToozUrl("'" + url + "' has to name one host.",
					"Write etcd3+http://localhost:2379; of a cluster, name one server or a load balancer.");
		}
		if (!isHost(url.hosts().get(0).toString())) {
			throw new InvalidToozUrl("'" + url + "' names a host that HTTP cannot: '" + url.hosts().get(0) + "'.",
					"Use a name of letters, digits, dots and hyphens, or an address.");
		}
	}

	private static boolean isHost(String authority) {
		try {
			return new URI("http://" + authority).getHost() != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private static void checkTls(ToozUrl url) {
		if (url.scheme().equals("etcd3+http") && TLS_OPTIONS.stream().anyMatch(url.optionNames()::contains)) {
			throw new InvalidToozUrl("'" + url + "' names certificates, but http:// uses none.",
					"Write etcd3+https://, or leave out " + String.join(", ", TLS_OPTIONS) + ".");
		}
		if ((url.option("cert_cert") == null) != (url.option("cert_key") == null)) {
			throw new InvalidToozUrl("'" + url + "' names one of cert_cert and cert_key only.",
					"Name both: the client's certificate and its private key.");
		}
	}

	@Override
	public void checkId(String what, String id) {
		if (!what.equals("lock") && id.contains("/")) {
			throw new InvalidToozUrl("'" + id + "' cannot be a " + what + "'s id on etcd: it has a slash.",
					"Choose another id.");
		}
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new EtcdBackend(url, memberId);
	}

}
