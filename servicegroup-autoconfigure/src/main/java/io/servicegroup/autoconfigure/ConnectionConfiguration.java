package io.servicegroup.autoconfigure;

import javax.sql.DataSource;

import io.servicegroup.tooz.CredentialsSupplier;
import org.apache.curator.framework.CuratorFramework;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Configures where the coordination service is found, and which servers of the
 * application a URL without a server refers to.
 */
@Configuration(proxyBeanMethods = false)
final class ConnectionConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConnectionResolver serviceGroupConnectionResolver(ServiceGroupProperties properties,
			ObjectProvider<ServiceGroupConnectionDetails> details, ObjectProvider<ApplicationServer> servers,
			ObjectProvider<CredentialsSupplier> credentials, ListableBeanFactory beans) {
		return new ConnectionResolver(properties.toozUrl(), details.orderedStream().toList(),
				servers.orderedStream().toList(), credentials.getIfAvailable(), new BeanClientCustomizers(beans));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LettuceConnectionFactory.class)
	static class RedisConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RedisApplicationServer serviceGroupRedisApplicationServer(ObjectProvider<LettuceConnectionFactory> factories,
				Environment environment, ObjectProvider<SslBundles> bundles) {
			return new RedisApplicationServer(factories,
					environment.getProperty(RedisApplicationServer.BUNDLE_PROPERTY), bundles);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CuratorFramework.class)
	static class ZooKeeperConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ZooKeeperApplicationServer serviceGroupZooKeeperApplicationServer(ObjectProvider<CuratorFramework> clients) {
			return new ZooKeeperApplicationServer(clients);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcConnectionDetails.class, DataSource.class })
	static class DatabaseConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "serviceGroupPostgresApplicationServer")
		DatabaseApplicationServer serviceGroupPostgresApplicationServer(ObjectProvider<JdbcConnectionDetails> details,
				ObjectProvider<DataSourceProperties> properties, ServiceGroupProperties settings) {
			return new DatabaseApplicationServer("postgresql", details, properties, settings.ssl().bundle() != null);
		}

		@Bean
		@ConditionalOnMissingBean(name = "serviceGroupMySqlApplicationServer")
		DatabaseApplicationServer serviceGroupMySqlApplicationServer(ObjectProvider<JdbcConnectionDetails> details,
				ObjectProvider<DataSourceProperties> properties, ServiceGroupProperties settings) {
			return new DatabaseApplicationServer("mysql", details, properties, settings.ssl().bundle() != null);
		}

	}

}
