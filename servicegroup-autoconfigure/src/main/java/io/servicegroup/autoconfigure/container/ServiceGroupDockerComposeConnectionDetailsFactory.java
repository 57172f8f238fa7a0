package io.servicegroup.autoconfigure.container;

import io.servicegroup.autoconfigure.ServiceGroupConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Creates connection details from the services of Docker Compose.
 */
abstract class ServiceGroupDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<ServiceGroupConnectionDetails> {

	private final ContainerStore store;

	ServiceGroupDockerComposeConnectionDetailsFactory(ContainerStore store) {
		super(store.images().toArray(String[]::new));
		this.store = store;
	}

	@Override
	protected ServiceGroupConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new Details(this.store, source.getRunningService());
	}

	private static final class Details extends DockerComposeConnectionDetails implements ServiceGroupConnectionDetails {

		private final String toozUrl;

		private final @Nullable SslBundle sslBundle;

		private Details(ContainerStore store, RunningService service) {
			super(service);
			this.toozUrl = store.url(service.host(), service.ports().get(store.port()));
			this.sslBundle = getSslBundle(service);
		}

		@Override
		public String getToozUrl() {
			return this.toozUrl;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

	/** Creates details from Redis. */
	static final class Redis extends ServiceGroupDockerComposeConnectionDetailsFactory {

		Redis() {
			super(ContainerStore.REDIS);
		}

	}

	/** Creates details from memcached. */
	static final class Memcached extends ServiceGroupDockerComposeConnectionDetailsFactory {

		Memcached() {
			super(ContainerStore.MEMCACHED);
		}

	}

	/** Creates details from ZooKeeper. */
	static final class ZooKeeper extends ServiceGroupDockerComposeConnectionDetailsFactory {

		ZooKeeper() {
			super(ContainerStore.ZOOKEEPER);
		}

	}

	/** Creates details from etcd. */
	static final class Etcd extends ServiceGroupDockerComposeConnectionDetailsFactory {

		Etcd() {
			super(ContainerStore.ETCD);
		}

	}

}
