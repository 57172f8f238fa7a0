package io.servicegroup.autoconfigure;

import java.util.function.Function;

import io.servicegroup.ServiceGroupAPIFactory;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import org.jspecify.annotations.Nullable;

/**
 * Creates the library's API with the first call, and closes it and the driver.
 */
final class LiveServiceGroupAPIFactory implements ServiceGroupAPIFactory, AutoCloseable {

	private final ServiceGroupDriver driver;

	private final Function<ServiceGroupDriver, LiveServiceGroupAPI> creator;

	private @Nullable LiveServiceGroupAPI created;

	LiveServiceGroupAPIFactory(ServiceGroupDriver driver, Function<ServiceGroupDriver, LiveServiceGroupAPI> creator) {
		this.driver = driver;
		this.creator = creator;
	}

	@Override
	public synchronized LiveServiceGroupAPI get() {
		LiveServiceGroupAPI api = this.created;
		if (api == null) {
			api = this.creator.apply(this.driver);
			this.created = api;
		}
		return api;
	}

	/** Returns the API, or {@code null} if nothing has asked for it. */
	synchronized @Nullable LiveServiceGroupAPI created() {
		return this.created;
	}

	@Override
	public void close() {
		LiveServiceGroupAPI api = created();
		if (api != null) {
			api.close();
		}
		else {
			this.driver.close();
		}
	}

}
