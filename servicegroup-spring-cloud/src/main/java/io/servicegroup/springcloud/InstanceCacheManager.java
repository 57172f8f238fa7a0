package io.servicegroup.springcloud;

import java.util.Collection;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;

/**
 * Keeps members of groups out of the cache of Spring Cloud LoadBalancer. What other
 * discovery clients found is cached as configured.
 */
final class InstanceCacheManager implements LoadBalancerCacheManager {

	private final LoadBalancerCacheManager delegate;

	InstanceCacheManager(LoadBalancerCacheManager delegate) {
		this.delegate = delegate;
	}

	@Override
	public @Nullable Cache getCache(String name) {
		Cache cache = this.delegate.getCache(name);
		return (cache != null) ? new InstanceCache(cache) : null;
	}

	@Override
	public Collection<String> getCacheNames() {
		return this.delegate.getCacheNames();
	}

	private record InstanceCache(Cache delegate) implements Cache {

		/** Does nothing for a list with a member of a group. */
		@Override
		public void put(Object key, @Nullable Object value) {
			if (!(value instanceof Collection<?> instances)
					|| instances.stream().noneMatch(ServiceGroupServiceInstance.class::isInstance)) {
				this.delegate.put(key, value);
			}
		}

		@Override
		public String getName() {
			return this.delegate.getName();
		}

		@Override
		public Object getNativeCache() {
			return this.delegate.getNativeCache();
		}

		@Override
		public @Nullable ValueWrapper get(Object key) {
			return this.delegate.get(key);
		}

		@Override
		public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
			return this.delegate.get(key, type);
		}

		@Override
		public <T> @Nullable T get(Object key, Callable<T> loader) {
			return this.delegate.get(key, loader);
		}

		@Override
		public void evict(Object key) {
			this.delegate.evict(key);
		}

		@Override
		public void clear() {
			this.delegate.clear();
		}

	}

}
