package io.servicegroup.autoconfigure;

import java.lang.reflect.Field;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ReflectionUtils;

/**
 * The Redis that the application's connection factory is configured with.
 *
 * @param factories the connection factories
 * @param bundleName the SSL bundle of Spring Boot's connection factory, or {@code null}
 * @param bundles the application's bundles
 */
record RedisApplicationServer(ObjectProvider<LettuceConnectionFactory> factories, @Nullable String bundleName,
		ObjectProvider<SslBundles> bundles) implements ApplicationServer {

	static final String BUNDLE_PROPERTY = "spring.data.redis.ssl.bundle";

	/** The field of the connection factory with its configuration. */
	static final String CONFIGURATION = "configuration";

	private static final String SCHEME = "redis";

	@Override
	public Set<String> schemes() {
		return Set.of(SCHEME);
	}

	@Override
	public ServiceGroupConnectionDetails details() {
		LettuceConnectionFactory factory = this.factories.getIfUnique();
		if (factory == null) {
			throw ConnectionResolver.notOne(SCHEME, "LettuceConnectionFactory",
					this.factories.stream().findAny().isEmpty());
		}
		return new ConnectionResolver.Resolved(url(factory), () -> factory.isUseSsl() ? bundle() : null);
	}

	private @Nullable SslBundle bundle() {
		SslBundles known = this.bundles.getIfAvailable();
		return (this.bundleName != null && known != null) ? known.getBundle(this.bundleName) : null;
	}

	private static String url(LettuceConnectionFactory factory) {
		if (factory.getClusterConfiguration() != null) {
			throw new InvalidPropertyException(ConnectionResolver.PROPERTY,
					"The application's Redis is a cluster, whose masters do not share groups and locks.",
					"Name a Redis with one master, such as redis://localhost:6379?timeout=5.");
		}
		RedisConfiguration configuration = configuration(factory);
		if (RedisConfiguration.isStaticMasterReplicaConfiguration(configuration)) {
			throw new InvalidPropertyException(ConnectionResolver.PROPERTY,
					"The application's Redis is a static list of a master and its replicas, which does not say which "
							+ "node is the master.",
					"Name the master, such as redis://localhost:6379?timeout=5, or use Sentinel.");
		}
		RedisSentinelConfiguration sentinel = factory.getSentinelConfiguration();
		if (sentinel != null) {
			return url(sentinel, factory.isUseSsl());
		}
		if (factory.getSocketConfiguration() != null) {
			return SCHEME + "://"
					+ login(factory.getSocketConfiguration().getUsername(),
							factory.getSocketConfiguration().getPassword())
					+ factory.getSocketConfiguration().getSocket() + "?db=" + factory.getDatabase();
		}
		String user = RedisConfiguration.getUsernameOrElse(configuration,
				factory.getStandaloneConfiguration()::getUsername);
		return SCHEME + "://" + BareUrl.login(user, factory.getPassword())
				+ BareUrl.server(factory.getHostName(), factory.getPort()) + "?db=" + factory.getDatabase()
				+ (factory.isUseSsl() ? "&ssl=true" : "");
	}

	/**
	 * Returns the configuration that the factory was created with. The factory itself
	 * shows neither its user nor whether it is static.
	 */
	private static @Nullable RedisConfiguration configuration(LettuceConnectionFactory factory) {
		Field field = ReflectionUtils.findField(LettuceConnectionFactory.class, CONFIGURATION,
				RedisConfiguration.class);
		if (field == null) {
			throw new IllegalStateException("This version of Spring Data Redis is not supported: name the server in "
					+ ConnectionResolver.PROPERTY);
		}
		ReflectionUtils.makeAccessible(field);
		return (RedisConfiguration) ReflectionUtils.getField(field, factory);
	}

	private static String url(RedisSentinelConfiguration sentinel, boolean ssl) {
		Iterator<RedisNode> nodes = sentinel.getSentinels().iterator();
		StringJoiner options = new StringJoiner("&", "?", "").add("db=" + sentinel.getDatabase())
			.add("sentinel=" + BareUrl
				.encode(String.valueOf(Objects.requireNonNull(sentinel.getMaster(), "No master").getName())));
		String url = SCHEME + "://" + login(sentinel.getUsername(), sentinel.getPassword()) + server(nodes.next());
		nodes.forEachRemaining((node) -> options.add("sentinel_fallback=" + BareUrl.encode(server(node))));
		sentinel.getSentinelPassword().toOptional().ifPresent((password) -> {
			if (sentinel.getSentinelUsername() != null) {
				options.add("sentinel_username=" + BareUrl.encode(sentinel.getSentinelUsername()));
			}
			options.add("sentinel_password=" + BareUrl.encode(String.valueOf(password)));
		});
		return url + (ssl ? options.add("ssl=true").add("sentinel_ssl=true") : options);
	}

	private static String server(RedisNode node) {
		return BareUrl.server(String.valueOf(node.getHost()), node.getPortOr(RedisNode.DEFAULT_SENTINEL_PORT));
	}

	private static String login(@Nullable String user, RedisPassword password) {
		return BareUrl.login(user, password.toOptional().map(String::valueOf).orElse(null));
	}

}
