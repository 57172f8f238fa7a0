package io.servicegroup.tooz.redis;

import java.util.EnumSet;
import java.util.HashMap;
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
 * The Redis backend. Its URLs are
 * <ul>
 * <li>{@code redis://[user:password@]host[:6379][?timeout=30&…]}</li>
 * <li>{@code rediss://…}, the same with TLS; tooz has only the option {@code ssl}</li>
 * <li>{@code redis:///path/to/socket} for a Unix socket</li>
 * <li>{@code redis://host[:26379]?sentinel=master&sentinel_fallback=host:port&…} for a
 * master that sentinels monitor</li>
 * </ul>
 */
public final class RedisBackendType implements BackendType {

	private static final Set<String> SCHEMES = new LinkedHashSet<>(List.of("redis", RedisUrls.TLS_SCHEME));

	private static final Map<String, UrlOption> OPTIONS = options(Map.of(//
			UrlOption.WHOLE_SECONDS, "timeout lock_timeout", //
			UrlOption.SECONDS, "membership_timeout socket_timeout socket_connect_timeout", //
			UrlOption.NUMBER, "db health_check_interval", //
			UrlOption.TEXT, "namespace ssl_certfile ssl_keyfile ssl_ca_certs sentinel sentinel_username",
			UrlOption.SECRET, "sentinel_password", //
			UrlOption.LIST, "sentinel_fallback", //
			UrlOption.FLAG, "socket_keepalive ssl sentinel_ssl retry_on_timeout", //
			UrlOption.PYTHON_ONLY, "executor encoding max_workers"));

	private static Map<String, UrlOption> options(Map<UrlOption, String> names) {
		Map<String, UrlOption> options = new HashMap<>();
		names.forEach((option, list) -> Set.of(list.split(" ")).forEach((name) -> options.put(name, option)));
		return Map.copyOf(options);
	}

	@Override
	public Set<String> schemes() {
		return SCHEMES;
	}

	@Override
	public Map<String, UrlOption> options() {
		return OPTIONS;
	}

	@Override
	public Map<String, String> libraries() {
		return Map.of("io.lettuce.core.RedisClient", "io.lettuce:lettuce-core", "io.netty.handler.ssl.SslContext",
				"io.netty:netty-handler");
	}

	@Override
	public int defaultPort() {
		return RedisAddress.DEFAULT_PORT;
	}

	@Override
	public List<ToozUrl.Host> servers(ToozUrl url) {
		return (url.option("sentinel") != null) ? RedisUrls.sentinels(url) : BackendType.super.servers(url);
	}

	@Override
	public String part(ToozUrl url) {
		return url.option("sentinel") + " " + RedisUrls.namespace(url) + " " + url.number("db", 0);
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.complementOf(EnumSet.of(Feature.SHARED_LOCKS));
	}

	@Override
	public String whyNot(Feature feature) {
		return "its locks are exclusive, as in tooz; use an exclusive lock, or a file:// URL";
	}

	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.of(Characteristic.DISTRIBUTED_ACROSS_THREADS, Characteristic.DISTRIBUTED_ACROSS_PROCESSES,
				Characteristic.DISTRIBUTED_ACROSS_HOSTS, Characteristic.CAUSAL);
	}

	@Override
	public boolean recordsTimes() {
		return false;
	}

	@Override
	public void check(ToozUrl url) {
		RedisUrls.check(url);
	}

	@Override
	public void checkId(String what, String id) {
		if (what.equals("member") && id.equals(RedisKeys.CREATED)) {
			throw new InvalidToozUrlException("Invalid member id '" + id + "': tooz marks a group with this name.",
					"Use another id.");
		}
		if (what.equals("lock") && RedisLocks.isAmbiguous(id)) {
			throw new InvalidToozUrlException("Invalid lock name '" + id + "': another record could have the same key.",
					"Replace the colon, for instance with a hyphen.");
		}
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new RedisBackend(url, memberId);
	}

}
