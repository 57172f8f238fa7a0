package io.servicegroup.autoconfigure.container;

import java.util.List;

import io.servicegroup.tooz.ToozUrl;

/**
 * The stores that are found in containers, by the names of their images.
 */
enum ContainerStore {

	REDIS("redis", 6379, "redis", "redis/redis-stack", "redis/redis-stack-server", "valkey/valkey"),

	MEMCACHED("memcached", 11211, "memcached"),

	ZOOKEEPER("zookeeper", 2181, "zookeeper", "bitnami/zookeeper"),

	ETCD("etcd3+http", 2379, "etcd", "coreos/etcd", "etcd-development/etcd", "bitnami/etcd");

	private final String scheme;

	private final int port;

	private final List<String> images;

	ContainerStore(String scheme, int port, String... images) {
		this.scheme = scheme;
		this.port = port;
		this.images = List.of(images);
	}

	/** Returns the port in the container. */
	int port() {
		return this.port;
	}

	/** Returns the names of the images, without registry and version. */
	List<String> images() {
		return this.images;
	}

	/** Returns the URL of a container. An IPv6 address may have brackets. */
	String url(String host, int mappedPort) {
		return this.scheme + "://" + new ToozUrl.Host(host.replaceAll("[\\[\\]]", ""), mappedPort);
	}

}
