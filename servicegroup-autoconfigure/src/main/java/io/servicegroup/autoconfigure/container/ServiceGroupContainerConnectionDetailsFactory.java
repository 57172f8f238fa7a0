package io.servicegroup.autoconfigure.container;

import io.servicegroup.autoconfigure.ServiceGroupConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Creates connection details from containers with
 * {@link org.springframework.boot.testcontainers.service.connection.ServiceConnection}.
 */
abstract class ServiceGroupContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, ServiceGroupConnectionDetails> {

	private final ContainerStore store;

	ServiceGroupContainerConnectionDetailsFactory(ContainerStore store) {
		super(store.images());
		this.store = store;
	}

	@Override
	protected ServiceGroupConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<Container<?>> source) {
		return new Details(this.store, source);
	}

	private static final class Details extends ContainerConnectionDetails<Container<?>>
			implements ServiceGroupConnectionDetails {

		private final ContainerStore store;

		private Details(ContainerStore store, ContainerConnectionSource<Container<?>> source) {
			super(source);
			this.store = store;
		}

		@Override
		public String getToozUrl() {
			return this.store.url(getContainer().getHost(), getContainer().getMappedPort(this.store.port()));
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

	/** Creates details from Redis. */
	static final class Redis extends ServiceGroupContainerConnectionDetailsFactory {

		Redis() {
			super(ContainerStore.REDIS);
		}

	}

	/** Creates details from memcached. */
	static final class Memcached extends ServiceGroupContainerConnectionDetailsFactory {

		Memcached() {
			super(ContainerStore.MEMCACHED);
		}

	}

	/** Creates details from ZooKeeper. */
	static final class ZooKeeper extends ServiceGroupContainerConnectionDetailsFactory {

		ZooKeeper() {
			super(ContainerStore.ZOOKEEPER);
		}

	}

	/** Creates details from etcd. */
	static final class Etcd extends ServiceGroupContainerConnectionDetailsFactory {

		Etcd() {
			super(ContainerStore.ETCD);
		}

	}

}
