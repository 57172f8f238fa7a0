package io.servicegroup.tooz.redis;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;

/**
 * Resolves the names of servers by the JDK: sockets of Netty's own resolver would outlive
 * the client. If a name has several addresses, each connection attempt after a failure
 * uses the next one, because the JDK may always list a dead server first.
 */
final class RotatingResolver extends AddressResolverGroup<InetSocketAddress> {

	private final AtomicInteger failures = new AtomicInteger();

	/** The number of addresses of the name that was resolved last. */
	private volatile int addresses = 1;

	/** Makes the next attempt use the next address. */
	void rotate() {
		this.failures.incrementAndGet();
	}

	int addresses() {
		return this.addresses;
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new Names(executor).asAddressResolver();
	}

	private final class Names extends DefaultNameResolver {

		private Names(EventExecutor executor) {
			super(executor);
		}

		@Override
		protected void doResolve(String name, Promise<InetAddress> promise) {
			resolve(name, promise, (addresses) -> addresses.get(0));
		}

		@Override
		protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
			resolve(name, promise, (addresses) -> addresses);
		}

		private <T> void resolve(String name, Promise<T> promise, Function<List<InetAddress>, T> choice) {
			try {
				promise.setSuccess(choice.apply(rotated(name)));
			}
			catch (UnknownHostException ex) {
				promise.setFailure(ex);
			}
		}

		private List<InetAddress> rotated(String name) throws UnknownHostException {
			List<InetAddress> all = new ArrayList<>(List.of(InetAddress.getAllByName(name)));
			RotatingResolver.this.addresses = all.size();
			Collections.rotate(all, -(RotatingResolver.this.failures.get() % all.size()));
			return all;
		}

	}

}
