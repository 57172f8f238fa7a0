package io.servicegroup.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Hints for native images: the classes that the stores' clients find by a name which this
 * library gives to them, the configuration of the application's Redis, and the scripts
 * that create tables.
 */
class ServiceGroupRuntimeHints implements RuntimeHintsRegistrar {

	/** Created by their constructors. A class whose client is missing is left out. */
	private static final List<String> CREATED_BY_NAME = List.of(
			// ZooKeeper's connection
			"org.apache.zookeeper.ClientCnxnSocketNIO",
			// the sockets of PostgreSQL's and MariaDB's drivers
			"io.servicegroup.tooz.database.WatchedSocket$Factory", "io.servicegroup.tooz.database.PostgresTls$Factory");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
		CREATED_BY_NAME.forEach((name) -> hints.reflection()
			.registerTypeIfPresent(loader, name, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
		hints.reflection()
			.registerTypeIfPresent(loader, "org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory",
					(type) -> type.withField(RedisApplicationServer.CONFIGURATION));
		hints.resources().registerPattern("io/servicegroup/driver/db/schema-*.sql");
	}

}
