package io.servicegroup.tooz.memcached;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.memcached.JoinQueue.Join;
import io.servicegroup.tooz.memcached.JoinQueue.Outcome;
import io.servicegroup.tooz.memcached.JoinQueue.Place;
import io.servicegroup.tooz.memcached.client.ItemVersion;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.spi.RetryBackoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes joins into groups' items. Coordinators of one process that join a group at the
 * same time would make each other's <em>cas</em> fail, so one writes for all that wait.
 * Each of them has claimed its member id before, as it must.
 */
final class CombinedJoins {

	private static final Logger logger = LoggerFactory.getLogger(CombinedJoins.class);

	private final MemcachedCommands commands;

	private final MemcachedGroups groups;

	private final JoinQueue queue;

	private final Duration timeout;

	CombinedJoins(MemcachedCommands commands, MemcachedGroups groups, JoinQueue queue, Duration timeout) {
		this.commands = commands;
		this.groups = groups;
		this.queue = queue;
		this.timeout = timeout;
	}

	/**
	 * Reads a group for a join. While another coordinator of this process writes it, its
	 * content is of no use, and this checks only that there is such a group.
	 * @return the reply to the request that was sent, without a group if the content was
	 * not read
	 */
	Reply<Optional<StoredItem>> reading(String group) {
		String key = MemcachedKeys.group(group);
		SocketAddress server = this.commands.server();
		if (server == null || !this.queue.isBusy(new Place(server, key)) || !this.commands.hasMetaCommands()) {
			Reply<StoredItem> reply = this.groups.readingOrReset(group);
			return () -> Optional.of(reply.await());
		}
		Reply<Map<String, ItemVersion>> reply = this.commands.versions(Set.of(key));
		return () -> {
			try {
				if (reply.await().containsKey(key)) {
					return Optional.empty();
				}
			}
			catch (StoreUnavailableException ex) {
				logger.debug("Connection lost while looking at group '{}'; reading it", group, ex);
			}
			return Optional.of(this.groups.readingOrReset(group).await());
		};
	}

	/**
	 * Writes a member into a group.
	 * @param read the group, read before the member id was claimed or after that, or
	 * empty
	 */
	void join(String group, Optional<StoredItem> read, String member, byte[] capabilities) {
		SocketAddress server = this.commands.server();
		if (server == null) {
			joinAlone(group, member, capabilities);
			return;
		}
		Place place = new Place(server, MemcachedKeys.group(group));
		Join join = new Join(member, capabilities);
		RetryBackoff attempts = new RetryBackoff("group '" + group + "'", this.timeout);
		if (this.queue.enter(place, join)) {
			lead(place, group, read, join, attempts);
			return;
		}
		switch (await(place, group, join)) {
			case LEADS -> lead(place, group, Optional.empty(), join, attempts);
			case FAILED -> joinAlone(group, member, capabilities);
			case WRITTEN -> {
			}
		}
	}

	private void joinAlone(String group, String member, byte[] capabilities) {
		this.groups.changeFrom(group, this.groups.readingOrReset(group).await(),
				(item) -> item.with(member, capabilities));
	}

	private Outcome await(Place place, String group, Join join) {
		try {
			return join.outcome().get(this.timeout.toNanos() / 2, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			this.queue.cancel(place, join);
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while joining group '" + group + "'", ex);
		}
		catch (TimeoutException | ExecutionException ex) {
			// The writer is slow, or has failed. If it writes this join after all, the
			// entry is written twice.
			this.queue.cancel(place, join);
			logger.debug("Join of group '{}' is not written together with another one", group, ex);
			return Outcome.FAILED;
		}
	}

	/**
	 * Writes this join and those that wait.
	 * @param read the group as it was read, or empty to read it
	 */
	private void lead(Place place, String group, Optional<StoredItem> read, Join own, RetryBackoff attempts) {
		List<Join> others = new ArrayList<>();
		try {
			StoredItem stored = read.isPresent() ? read.get() : this.groups.readingOrReset(group).await();
			while (!tryWrite(place, stored, own, others)) {
				attempts.pause();
				stored = this.groups.readingOrReset(group).await();
			}
			others.forEach((join) -> join.outcome().complete(Outcome.WRITTEN));
		}
		catch (StoreUnavailableException | OperationTimeoutException | CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (CoordinationException ex) {
			if (others.isEmpty()) {
				throw ex;
			}
			// Such as an item that would be too large with all of them.
			others.forEach((join) -> join.outcome().complete(Outcome.FAILED));
			joinAlone(group, own.member(), own.capabilities());
		}
		finally {
			others.forEach((join) -> join.outcome().complete(Outcome.FAILED));
			this.queue.pass(place);
		}
	}

	/**
	 * Looks for cancelled joins after the group was read: if such a member leaves
	 * meanwhile, the group changes and the <em>cas</em> fails.
	 */
	private boolean tryWrite(Place place, StoredItem stored, Join own, List<Join> others) {
		others.addAll(this.queue.take(place));
		others.removeIf((join) -> join.outcome().isDone());
		Map<String, byte[]> members = new LinkedHashMap<>();
		others.forEach((join) -> members.put(join.member(), join.capabilities()));
		members.put(own.member(), own.capabilities());
		return this.groups.write(stored, stored.item().with(members));
	}

}
