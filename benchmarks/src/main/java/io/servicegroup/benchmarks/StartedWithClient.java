package io.servicegroup.benchmarks;

import io.lettuce.core.RedisClient;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The same application with one connection to a store that it opens and uses once while
 * it starts, by the store's client and without this library.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedWithClient extends StartedApplication {

	public static void main(String[] args) {
		SpringApplication.run(StartedWithClient.class, args);
	}

	@Bean(destroyMethod = "close")
	AutoCloseable client(@Value("${bench.client}") String address) throws Exception {
		return address.startsWith("redis:") ? Lettuce.connect(address) : Curator.connect(address);
	}

	/** Only one of the clients is on the class path. */
	private static final class Lettuce {

		static AutoCloseable connect(String url) {
			RedisClient client = RedisClient.create(url);
			client.connect().sync().ping();
			return client;
		}

	}

	private static final class Curator {

		static AutoCloseable connect(String hosts) throws Exception {
			CuratorFramework client = CuratorFrameworkFactory.newClient(hosts, new RetryOneTime(100));
			client.start();
			client.checkExists().forPath("/");
			return client;
		}

	}

}
