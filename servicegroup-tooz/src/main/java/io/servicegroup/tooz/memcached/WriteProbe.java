package io.servicegroup.tooz.memcached;

import java.time.Duration;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.spi.RefusedWrites;

/**
 * Finds out whether the server takes writes. A server that must not evict (memcached -M)
 * refuses them when it is full. It deletes the heartbeat that a Python member tries to
 * write then, while it answers readings.
 */
final class WriteProbe {

	/** As large as the item of a heartbeat: memcached has memory for each size apart. */
	private static final Item HEARTBEAT_SIZED = Item.raw("It's alive?");

	private final MemcachedCommands commands;

	private final String key;

	private final RefusedWrites refusedWrites;

	WriteProbe(MemcachedCommands commands, String memberId, Duration membershipTimeout) {
		this.commands = commands;
		this.key = MemcachedKeys.probe(memberId);
		this.refusedWrites = new RefusedWrites(membershipTimeout);
	}

	/**
	 * Throws if the server refuses writes, or has done so recently. Leaves no item.
	 */
	void require() {
		try {
			this.commands.set(this.key, Expiry.IMMEDIATE, HEARTBEAT_SIZED).await();
		}
		catch (StoreUnavailableException | OperationTimeoutException | CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (CoordinationException ex) {
			this.refusedWrites.refused();
			throw new StoreUnavailableException(String.valueOf(ex.getMessage()), ex);
		}
		this.refusedWrites.requireNone(this.commands);
	}

}
